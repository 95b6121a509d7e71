import { serviceAccount } from "../example-objects.ts";
import { isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

export const serviceAccountNoToken: Rule = {
  name: "service-account-no-token",
  title: "Service accounts do not hand their token to every pod.",
  why: "A token that a pod does not need is one that somebody in the pod can use.",
  severity: "medium",
  checklist: [],
  standards: {
    nsa: true,
    cis: ["5.1.6"],
    checkov: ["CKV_K8S_38"],
    trivy: ["KSV-0036"],
    kubescape: ["C-0034"],
  },
  fix: "Set `automountServiceAccountToken: false`, and project a token into the one container that calls the API.",
  examples: {
    compliant: [serviceAccount({ automountServiceAccountToken: false })],
    violating: [serviceAccount()],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "ServiceAccount", "")) return;
    const is = resource.inputs["automountServiceAccountToken"];
    if (is !== false) {
      yield {
        path: "automountServiceAccountToken",
        ...(is !== undefined && { is }),
        must: "be false",
      };
    }
  },
};
