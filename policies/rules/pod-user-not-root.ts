import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import { hasUserNamespace, securityOwners } from "../pods.ts";
import type { Rule } from "../rule.ts";

export const podUserNotRoot: Rule = {
  name: "pod-user-not-root",
  title: "No pod or container names root as its user, unless it has its own user namespace.",
  why: "Root in a container is root on the node as soon as something else fails.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "restricted", control: "Running as Non-root user" },
    nsa: true,
    cis: ["5.2.7"],
    kubeLinter: ["run-as-non-root"],
    polaris: ["runAsRootAllowed"],
    trivy: ["KSV-0105"],
    kubescape: ["C-0013"],
  },
  fix: "Set `runAsUser: 10001`, and let the image's files be readable for everyone.",
  examples: {
    compliant: [deployment({ pod: { securityContext: { runAsUser: 10001 } } })],
    violating: [
      deployment({ pod: { securityContext: { runAsUser: 0 } } }),
      deployment({ container: { securityContext: { runAsUser: 0 } } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    if (hasUserNamespace(pod)) return;
    yield* each(securityOwners(pod), function* ({ path, value }) {
      const user = at(value, "securityContext", "runAsUser");
      if (user === 0) {
        yield { path: `${path}.securityContext.runAsUser`, is: user, must: "not be 0" };
      }
    });
  },
};
