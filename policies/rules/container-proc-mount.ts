import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { hasUserNamespace, isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

export const containerProcMount: Rule = {
  name: "container-proc-mount",
  title: "No container sees an unmasked /proc, unless its pod has its own user namespace.",
  why: "The masked parts of /proc show and set what belongs to the node.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "/proc Mount Type" },
    kubeLinter: ["unsafe-proc-mount"],
    polaris: ["procMount"],
    trivy: ["KSV-0027"],
  },
  fix: "Remove `procMount`.",
  examples: {
    compliant: [
      deployment({ container: { securityContext: { procMount: "Default" } } }),
      deployment({
        pod: { hostUsers: false },
        container: { securityContext: { procMount: "Unmasked" } },
      }),
    ],
    violating: [deployment({ container: { securityContext: { procMount: "Unmasked" } } })],
  },
  looksAt: "container",
  *check({ value, path, pod }) {
    const procMount = at(value, "securityContext", "procMount");
    if (isUnset(procMount) || procMount === "Default" || hasUserNamespace(pod)) return;
    yield { path: `${path}.securityContext.procMount`, is: procMount, must: "be Default" };
  },
};
