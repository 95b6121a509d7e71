import { role } from "../example-objects.ts";
import { grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoPodAccess: Rule = {
  name: "role-no-pod-access",
  title: "No role enters pods: no exec, attach, port-forward or debugging containers.",
  why: "A shell in a pod has what the pod has: its files, its Secrets and its place in the network.",
  severity: "critical",
  checklist: [],
  standards: {
    nsa: true,
    polaris: [
      "rolePodExecAttach",
      "clusterrolePodExecAttach",
      "rolebindingRolePodExecAttach",
      "rolebindingClusterRolePodExecAttach",
      "clusterrolebindingPodExecAttach",
    ],
    checkov: ["CKV2_K8S_2"],
    trivy: ["KSV-0053", "KSV-0054"],
    kubescape: ["C-0002"],
  },
  fix: "Take the subresource out of the role. People who must look into a pod get a role of their own for as long as they look.",
  examples: {
    compliant: [role({ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] })],
    violating: [role({ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] })],
  },
  looksAt: "resource",
  check: (resource) =>
    grants(resource, {
      groups: [""],
      resources: [
        "pods/exec",
        "pods/attach",
        "pods/portforward",
        "pods/ephemeralcontainers",
        "pods/proxy",
        "services/proxy",
      ],
    }),
};
