import { role } from "../example-objects.ts";
import { WRITE, grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoConfigMapChanges: Rule = {
  name: "role-no-config-map-changes",
  title: "No role changes ConfigMaps.",
  why: "Settings decide what programs do: who changes them changes the program without a release.",
  severity: "medium",
  checklist: [],
  standards: { nsa: true, trivy: ["KSV-0049"] },
  fix: "Leave settings to the deployment. A leader election uses `leases`.",
  examples: {
    compliant: [
      role({ apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["update"] }),
    ],
    violating: [role({ apiGroups: [""], resources: ["configmaps"], verbs: ["update"] })],
  },
  looksAt: "resource",
  check: (resource) => grants(resource, { groups: [""], resources: ["configmaps"], verbs: WRITE }),
};
