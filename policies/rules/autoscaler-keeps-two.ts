import { autoscaler } from "../example-objects.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

export const autoscalerKeepsTwo: Rule = {
  name: "autoscaler-keeps-two",
  title: "No autoscaler goes below two pods.",
  why: "One pod is down whenever its node is, and whenever it is replaced.",
  severity: "medium",
  checklist: ["step7.4"],
  standards: {
    kubeScore: ["horizontalpodautoscaler-replicas"],
    kubeLinter: ["hpa-minimum-three-replicas"],
    polaris: ["hpaMinAvailability"],
  },
  fix: "Set `spec.minReplicas` to at least 2.",
  examples: {
    compliant: [autoscaler({ minReplicas: 2 })],
    violating: [autoscaler({ minReplicas: 1 })],
  },
  advisoryOnOneMachine: true,
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "HorizontalPodAutoscaler", "autoscaling")) return;
    const is = at(resource.inputs, "spec", "minReplicas");
    if (typeof is !== "number" || !(is >= 2)) {
      yield { path: "spec.minReplicas", ...(is !== undefined && { is }), must: "be at least 2" };
    }
  },
};
