import { role } from "../example-objects.ts";
import { WRITE, grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoWorkloadChanges: Rule = {
  name: "role-no-workload-changes",
  title: "No role makes or changes pods, or what pods come from.",
  why: "A pod can mount every Secret and use every service account of its namespace, so who makes pods has both.",
  severity: "high",
  checklist: [],
  standards: {
    nsa: true,
    cis: ["5.1.4"],
    kubeLinter: ["access-to-create-pods"],
    trivy: ["KSV-0048"],
    kubescape: ["C-0188"],
  },
  fix: "Leave workloads to the deployment, and take them out of the role.",
  examples: {
    compliant: [
      role({ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list", "watch"] }),
    ],
    violating: [role({ apiGroups: ["apps"], resources: ["deployments"], verbs: ["patch"] })],
  },
  looksAt: "resource",
  check: (resource) =>
    grants(resource, {
      groups: ["", "apps", "batch"],
      resources: [
        "pods",
        "replicationcontrollers",
        "deployments",
        "replicasets",
        "statefulsets",
        "daemonsets",
        "jobs",
        "cronjobs",
      ],
      verbs: WRITE,
    }),
};
