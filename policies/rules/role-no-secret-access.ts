import { role } from "../example-objects.ts";
import { grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoSecretAccess: Rule = {
  name: "role-no-secret-access",
  title: "No role reads or changes Secrets.",
  why: "Whoever may read Secrets has every password of the namespace, and whoever may list them has them all at once.",
  severity: "critical",
  checklist: [],
  standards: {
    nsa: true,
    cis: ["5.1.2"],
    kubeLinter: ["access-to-secrets"],
    checkov: ["CKV2_K8S_5"],
    trivy: ["KSV-0041", "KSV-0113"],
    kubescape: ["C-0015", "C-0186"],
  },
  fix: "Mount the one Secret that is needed into the pod that needs it, and take `secrets` out of the role.",
  examples: {
    compliant: [role({ apiGroups: [""], resources: ["pods"], verbs: ["get"] })],
    violating: [role({ apiGroups: [""], resources: ["secrets"], verbs: ["get"] })],
  },
  looksAt: "resource",
  check: (resource) => grants(resource, { groups: [""], resources: ["secrets"] }),
};
