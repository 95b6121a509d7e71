import { role } from "../example-objects.ts";
import { WRITE, grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoNetworkChanges: Rule = {
  name: "role-no-network-changes",
  title: "No role changes Services, routes or network policies.",
  why: "Who changes them opens what is closed, or draws traffic that is meant for others.",
  severity: "high",
  checklist: [],
  standards: { nsa: true, checkov: ["CKV2_K8S_4"], trivy: ["KSV-0056"] },
  fix: "Leave the network to the deployment, and take these resources out of the role.",
  examples: {
    compliant: [
      role({ apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["list"] }),
    ],
    violating: [
      role({ apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["delete"] }),
    ],
  },
  looksAt: "resource",
  check: (resource) =>
    grants(resource, {
      groups: ["", "networking.k8s.io", "discovery.k8s.io", "gateway.networking.k8s.io"],
      resources: [
        "services",
        "services/status",
        "endpoints",
        "endpointslices",
        "networkpolicies",
        "ingresses",
        "gateways",
        "httproutes",
      ],
      verbs: WRITE,
    }),
};
