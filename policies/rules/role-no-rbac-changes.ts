import { role } from "../example-objects.ts";
import { WRITE, grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoRbacChanges: Rule = {
  name: "role-no-rbac-changes",
  title: "No role changes roles or bindings.",
  why: "Who may write bindings hands out rights, to itself first.",
  severity: "critical",
  checklist: [],
  standards: { nsa: true, cis: ["5.1.1"], trivy: ["KSV-0050"] },
  fix: "Leave roles and bindings to the deployment, and take them out of the role.",
  examples: {
    compliant: [
      role({
        apiGroups: ["rbac.authorization.k8s.io"],
        resources: ["rolebindings"],
        verbs: ["list"],
      }),
    ],
    violating: [
      role({
        apiGroups: ["rbac.authorization.k8s.io"],
        resources: ["rolebindings"],
        verbs: ["create"],
      }),
    ],
  },
  looksAt: "resource",
  check: (resource) =>
    grants(resource, {
      groups: ["rbac.authorization.k8s.io"],
      resources: ["roles", "rolebindings", "clusterroles", "clusterrolebindings"],
      verbs: WRITE,
    }),
};
