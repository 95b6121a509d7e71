import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

export const podNoApiToken: Rule = {
  name: "pod-no-api-token",
  title: "No pod gets a token of the Kubernetes API that it did not ask for.",
  why: "Whoever gets into the container uses the token that is mounted by default. Unset means mounted.",
  severity: "medium",
  checklist: [],
  standards: {
    nsa: true,
    cis: ["5.1.6"],
    polaris: ["automountServiceAccountToken"],
    checkov: ["CKV_K8S_38"],
    trivy: ["KSV-0036"],
    kubescape: ["C-0034"],
  },
  fix: "Set `automountServiceAccountToken: false`. What needs the API mounts a token that expires, by a projected volume.",
  examples: {
    compliant: [deployment({ pod: { automountServiceAccountToken: false } })],
    violating: [deployment(), deployment({ pod: { automountServiceAccountToken: true } })],
  },
  looksAt: "pod",
  *check(pod) {
    const mounted = at(pod.spec, "automountServiceAccountToken");
    if (mounted === false) return;
    const path = podPath(pod, "spec", "automountServiceAccountToken");
    yield { path, is: mounted ?? undefined, must: "be false" };
  },
};
