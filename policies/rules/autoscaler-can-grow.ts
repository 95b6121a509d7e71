import { autoscaler } from "../example-objects.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { count } from "../scale.ts";

export const autoscalerCanGrow: Rule = {
  name: "autoscaler-can-grow",
  title: "Every autoscaler has room between its least and its most.",
  why: "An autoscaler that cannot grow is a fixed number that nobody reads as one.",
  severity: "medium",
  checklist: ["step7.4"],
  standards: { polaris: ["hpaMaxAvailability"] },
  fix: "Set `spec.maxReplicas` above `spec.minReplicas`, to what the highest load needs.",
  examples: {
    compliant: [autoscaler({ minReplicas: 2, maxReplicas: 3 })],
    violating: [autoscaler({ minReplicas: 2, maxReplicas: 2 })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "HorizontalPodAutoscaler", "autoscaling")) return;
    const least = count(at(resource.inputs, "spec", "minReplicas"), 1);
    const is = at(resource.inputs, "spec", "maxReplicas");
    if (typeof is !== "number" || !(is > least)) {
      yield {
        path: "spec.maxReplicas",
        ...(is !== undefined && { is }),
        must: `be more than ${least}`,
      };
    }
  },
};
