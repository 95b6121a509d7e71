import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { isWindows } from "../pods.ts";
import type { Rule } from "../rule.ts";

export const containerNoPrivilegeEscalation: Rule = {
  name: "container-no-privilege-escalation",
  title: "No process in a container can gain rights that its parent does not have.",
  why: "A set-user-ID program in an image would make root of whoever gets into the container.",
  severity: "high",
  checklist: [],
  standards: {
    podSecurity: { level: "restricted", control: "Privilege Escalation" },
    nsa: true,
    cis: ["5.2.6"],
    kubeLinter: ["privilege-escalation-container"],
    polaris: ["privilegeEscalationAllowed"],
    checkov: ["CKV_K8S_20"],
    trivy: ["KSV-0001"],
    kubescape: ["C-0016"],
  },
  fix: "Set `securityContext.allowPrivilegeEscalation: false`: the default is true.",
  examples: {
    compliant: [
      deployment({ container: { securityContext: { allowPrivilegeEscalation: false } } }),
    ],
    violating: [
      deployment(),
      deployment({ container: { securityContext: { allowPrivilegeEscalation: true } } }),
    ],
  },
  looksAt: "container",
  *check({ value, path, pod }) {
    if (isWindows(pod)) return;
    const allowed = at(value, "securityContext", "allowPrivilegeEscalation");
    if (allowed === false) return;
    const field = `${path}.securityContext.allowPrivilegeEscalation`;
    yield { path: field, is: allowed ?? undefined, must: "be false" };
  },
};
