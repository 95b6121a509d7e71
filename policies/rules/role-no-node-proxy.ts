import { role } from "../example-objects.ts";
import { grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoNodeProxy: Rule = {
  name: "role-no-node-proxy",
  title: "No role reaches the kubelets through the API server.",
  why: "`nodes/proxy` runs commands in every pod of a node, past admission and past the audit log.",
  severity: "critical",
  checklist: [],
  standards: { nsa: true, cis: ["5.1.10"], checkov: ["CKV2_K8S_2"], trivy: ["KSV-0047"] },
  fix: "Ask for `nodes/metrics` or `nodes/stats`, which only read.",
  examples: {
    compliant: [role({ apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] })],
    violating: [role({ apiGroups: [""], resources: ["nodes/proxy"], verbs: ["get"] })],
  },
  looksAt: "resource",
  check: (resource) => grants(resource, { groups: [""], resources: ["nodes/proxy"] }),
};
