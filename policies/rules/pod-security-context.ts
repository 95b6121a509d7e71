import { deployment } from "../examples.ts";
import { at, record } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

export const podSecurityContext: Rule = {
  name: "pod-security-context",
  title: "Every pod says how it is confined.",
  why: "Without a security context of the pod, a container that is added later starts with the runtime's defaults.",
  severity: "medium",
  checklist: [],
  standards: {
    cis: ["5.7.3"],
    checkov: ["CKV_K8S_29"],
    trivy: ["KSV-0118"],
    kubescape: ["C-0211"],
  },
  fix: "Give the pod a `securityContext` with what holds for all its containers.",
  examples: {
    compliant: [deployment({ pod: { securityContext: { runAsNonRoot: true } } })],
    violating: [deployment(), deployment({ pod: { securityContext: {} } })],
  },
  looksAt: "pod",
  *check(pod) {
    const context = record(at(pod.spec, "securityContext"));
    if (context && Object.keys(context).length > 0) return;
    const path = podPath(pod, "spec", "securityContext");
    yield { path, is: context && "empty", must: "say how the pod is confined" };
  },
};
