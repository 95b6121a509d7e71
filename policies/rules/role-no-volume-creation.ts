import { role } from "../example-objects.ts";
import { grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoVolumeCreation: Rule = {
  name: "role-no-volume-creation",
  title: "No role makes persistent volumes.",
  why: "A persistent volume may name a path of a node, which Pod Security would refuse a pod.",
  severity: "high",
  checklist: [],
  standards: { cis: ["5.1.9"] },
  fix: "Ask for a claim: its storage class makes the volume.",
  examples: {
    compliant: [role({ apiGroups: [""], resources: ["persistentvolumes"], verbs: ["get"] })],
    violating: [role({ apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create"] })],
  },
  looksAt: "resource",
  check: (resource) =>
    grants(resource, {
      groups: [""],
      resources: ["persistentvolumes"],
      verbs: ["create", "update", "patch"],
    }),
};
