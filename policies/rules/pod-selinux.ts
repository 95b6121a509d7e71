import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import { isUnset, securityOwners } from "../pods.ts";
import type { Rule } from "../rule.ts";

const TYPES = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

export const podSelinux: Rule = {
  name: "pod-selinux",
  title:
    "No pod or container takes an SELinux user, role or type that is not meant for containers.",
  why: "Types such as spc_t switch off what SELinux keeps containers from.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "baseline", control: "SELinux" },
    polaris: ["linuxHardening"],
    trivy: ["KSV-0025"],
    kubescape: ["C-0055"],
  },
  fix: "Remove `seLinuxOptions`, or choose a type that is meant for containers.",
  examples: {
    compliant: [
      deployment({ pod: { securityContext: { seLinuxOptions: { type: "container_t" } } } }),
    ],
    violating: [
      deployment({ pod: { securityContext: { seLinuxOptions: { type: "spc_t" } } } }),
      deployment({ container: { securityContext: { seLinuxOptions: { user: "system_u" } } } }),
      deployment({ container: { securityContext: { seLinuxOptions: { role: "sysadm_r" } } } }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    yield* each(securityOwners(pod), function* ({ path, value }) {
      yield* each(["type", "user", "role"], function* (field) {
        const option = at(value, "securityContext", "seLinuxOptions", field);
        if (isUnset(option) || option === "") return;
        if (field === "type" && TYPES.includes(option as string)) return;
        const must = field === "type" ? `be one of ${TYPES.join(", ")}` : "not be set";
        yield { path: `${path}.securityContext.seLinuxOptions.${field}`, is: option, must };
      });
    });
  },
};
