import { role } from "../example-objects.ts";
import { grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoLogDeletion: Rule = {
  name: "role-no-log-deletion",
  title: "No role deletes the logs of pods.",
  why: "Who deletes logs deletes the traces of what was done.",
  severity: "medium",
  checklist: [],
  standards: { trivy: ["KSV-0042"] },
  fix: "Take `delete` from the rule about `pods/log`.",
  examples: {
    compliant: [role({ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] })],
    violating: [role({ apiGroups: [""], resources: ["pods/log"], verbs: ["delete"] })],
  },
  looksAt: "resource",
  check: (resource) =>
    grants(resource, {
      groups: [""],
      resources: ["pods/log"],
      verbs: ["delete", "deletecollection"],
    }),
};
