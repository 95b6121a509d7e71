import { role } from "../example-objects.ts";
import { WRITE, grants } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoWebhookChanges: Rule = {
  name: "role-no-webhook-changes",
  title: "No role changes what the API server asks before it admits.",
  why: "Such a webhook sees every object on its way in, Secrets among them, and may change it.",
  severity: "critical",
  checklist: [],
  standards: { cis: ["5.1.12"], checkov: ["CKV_K8S_155"], trivy: ["KSV-0114"] },
  fix: "Take the webhook configurations out of the role.",
  examples: {
    compliant: [
      role({
        apiGroups: ["admissionregistration.k8s.io"],
        resources: ["validatingwebhookconfigurations"],
        verbs: ["get"],
      }),
    ],
    violating: [
      role({
        apiGroups: ["admissionregistration.k8s.io"],
        resources: ["validatingwebhookconfigurations"],
        verbs: ["patch"],
      }),
    ],
  },
  looksAt: "resource",
  check: (resource) =>
    grants(resource, {
      groups: ["admissionregistration.k8s.io"],
      resources: [
        "mutatingwebhookconfigurations",
        "validatingwebhookconfigurations",
        "mutatingadmissionpolicies",
        "validatingadmissionpolicies",
        "mutatingadmissionpolicybindings",
        "validatingadmissionpolicybindings",
      ],
      verbs: WRITE,
    }),
};
