import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import { isUnset, securityOwners } from "../pods.ts";
import type { Rule } from "../rule.ts";

export const podSeccompConfined: Rule = {
  name: "pod-seccomp-confined",
  title: "No pod or container turns seccomp off.",
  why: "Without seccomp a container may make every system call, those too that only exploits of the kernel use.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "Seccomp" },
    nsa: true,
    polaris: ["linuxHardening"],
    trivy: ["KSV-0104"],
    kubescape: ["C-0055"],
  },
  fix: "Set `seccompProfile.type: RuntimeDefault`.",
  examples: {
    compliant: [
      deployment({ pod: { securityContext: { seccompProfile: { type: "RuntimeDefault" } } } }),
    ],
    violating: [
      deployment({ pod: { securityContext: { seccompProfile: { type: "Unconfined" } } } }),
      deployment({ container: { securityContext: { seccompProfile: { type: "Unconfined" } } } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    yield* each(securityOwners(pod), function* ({ path, value }) {
      const profile = at(value, "securityContext", "seccompProfile");
      if (isUnset(profile)) return;
      const type = at(profile, "type");
      if (type === "RuntimeDefault" || type === "Localhost") return;
      const must = "be RuntimeDefault or Localhost";
      yield { path: `${path}.securityContext.seccompProfile.type`, is: type, must };
    });
  },
};
