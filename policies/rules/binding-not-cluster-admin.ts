import { roleBinding } from "../example-objects.ts";
import { at } from "../graph.ts";
import { isBinding } from "../rbac.ts";
import type { Rule } from "../rule.ts";

const EVERYTHING = ["cluster-admin", "admin", "edit"];

export const bindingNotClusterAdmin: Rule = {
  name: "binding-not-cluster-admin",
  title: "Nobody is bound to the roles that may do everything: cluster-admin, admin, edit.",
  why: "Whoever gets hold of such an account has the cluster, or all of the namespace with its Secrets.",
  severity: "critical",
  checklist: [],
  standards: {
    nsa: true,
    cis: ["5.1.1"],
    kubeLinter: ["cluster-admin-role-binding"],
    polaris: [
      "clusterrolebindingClusterAdmin",
      "rolebindingClusterAdminClusterRole",
      "rolebindingClusterAdminRole",
    ],
    trivy: ["KSV-0111"],
    kubescape: ["C-0035", "C-0185"],
  },
  fix: "Bind a role that grants what the account needs and no more.",
  examples: {
    compliant: [roleBinding()],
    violating: [
      roleBinding({
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "ClusterRole",
          name: "cluster-admin",
        },
      }),
    ],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isBinding(resource)) return;
    const role = at(resource.inputs, "roleRef", "name");
    if (typeof role === "string" && EVERYTHING.includes(role)) {
      yield { path: "roleRef.name", is: role, must: "be a role that does not grant everything" };
    }
  },
};
