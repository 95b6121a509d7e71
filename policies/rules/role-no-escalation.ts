import { role } from "../example-objects.ts";
import { grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoEscalation: Rule = {
  name: "role-no-escalation",
  title: "No role binds, escalates or impersonates.",
  why: "These three verbs let their holder become anybody, whatever else the role says.",
  severity: "critical",
  checklist: [],
  standards: {
    nsa: true,
    cis: ["5.1.8"],
    checkov: ["CKV_K8S_157", "CKV_K8S_158", "CKV2_K8S_1", "CKV2_K8S_3"],
    trivy: ["KSV-0043", "KSV-0051", "KSV-0052", "KSV-0055"],
    kubescape: ["C-0065", "C-0191"],
  },
  fix: "Take the verb out of the role.",
  examples: {
    compliant: [
      role({ apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["get"] }),
    ],
    violating: [
      role({ apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["escalate"] }),
    ],
  },
  looksAt: "resource",
  check: (resource) => grants(resource, { verbs: ["bind", "escalate", "impersonate"] }),
};
