import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { hasUserNamespace, isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

export const containerProcMasked: Rule = {
  name: "container-proc-masked",
  title: "No container sees an unmasked /proc, not even in its own user namespace.",
  why: "The masks keep flaws of the kernel out of reach; only builders of containers need to go without.",
  severity: "medium",
  checklist: [],
  standards: { podSecurity: { level: "restricted", control: "/proc Mount Type" } },
  fix: "Remove `procMount`.",
  examples: {
    compliant: [
      deployment({
        pod: { hostUsers: false },
        container: { securityContext: { procMount: "Default" } },
      }),
    ],
    violating: [
      deployment({
        pod: { hostUsers: false },
        container: { securityContext: { procMount: "Unmasked" } },
      }),
    ],
  },
  looksAt: "container",
  *check({ value, path, pod }) {
    const procMount = at(value, "securityContext", "procMount");
    // Without a user namespace it is container-proc-mount's to tell.
    if (isUnset(procMount) || procMount === "Default" || !hasUserNamespace(pod)) return;
    yield { path: `${path}.securityContext.procMount`, is: procMount, must: "be Default" };
  },
};
