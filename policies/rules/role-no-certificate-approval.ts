import { role } from "../example-objects.ts";
import { WRITE, grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoCertificateApproval: Rule = {
  name: "role-no-certificate-approval",
  title: "No role approves requests for certificates of the cluster.",
  why: "Who approves them can become any user or node of the cluster.",
  severity: "critical",
  checklist: [],
  standards: { cis: ["5.1.11"], checkov: ["CKV_K8S_156"] },
  fix: "Take the subresource out of the role; cert-manager signs what workloads need.",
  examples: {
    compliant: [
      role({
        apiGroups: ["certificates.k8s.io"],
        resources: ["certificatesigningrequests"],
        verbs: ["get"],
      }),
    ],
    violating: [
      role({
        apiGroups: ["certificates.k8s.io"],
        resources: ["certificatesigningrequests/approval"],
        verbs: ["update"],
      }),
    ],
  },
  looksAt: "resource",
  check: (resource) =>
    grants(resource, {
      groups: ["certificates.k8s.io"],
      resources: [
        "certificatesigningrequests/approval",
        "certificatesigningrequests/status",
        "signers",
      ],
      verbs: [...WRITE, "approve", "sign"],
    }),
};
