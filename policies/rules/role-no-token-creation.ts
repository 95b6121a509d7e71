import { role } from "../example-objects.ts";
import { grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoTokenCreation: Rule = {
  name: "role-no-token-creation",
  title: "No role makes tokens of service accounts.",
  why: "A token that one can make is a right that one has, of every service account of the namespace.",
  severity: "critical",
  checklist: [],
  standards: { nsa: true, cis: ["5.1.13"] },
  fix: "Project the token of its own service account into the pod that needs one.",
  examples: {
    compliant: [role({ apiGroups: [""], resources: ["serviceaccounts"], verbs: ["get"] })],
    violating: [role({ apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] })],
  },
  looksAt: "resource",
  check: (resource) =>
    grants(resource, { groups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }),
};
