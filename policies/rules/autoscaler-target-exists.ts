import { each } from "../each.ts";
import { autoscaler } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { objectsOf } from "../index-objects.ts";
import type { Rule } from "../rule.ts";
import { autoscalersOf, scalesOf, targetOf } from "../scale.ts";

export const autoscalerTargetExists: Rule = {
  name: "autoscaler-target-exists",
  title: "Every autoscaler scales a workload that is there, and no other autoscaler does.",
  why: "An autoscaler without a target scales nothing; two of them undo what the other does.",
  severity: "high",
  checklist: ["infra.4", "step7.1"],
  standards: {
    kubeScore: ["horizontalpodautoscaler-has-target"],
    kubeLinter: ["dangling-horizontalpodautoscaler"],
    kubescape: ["C-0300"],
  },
  fix: "Correct `spec.scaleTargetRef`, or remove the autoscaler.",
  examples: {
    compliant: [deployment(), autoscaler()],
    violating: [
      deployment(),
      autoscaler({
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "exmaple" },
      }),
    ],
  },
  looksAt: "graph",
  *check(graph) {
    const objects = objectsOf(graph);
    const scales = scalesOf(graph);
    yield* each(autoscalersOf(graph), function* (autoscaler) {
      const { resource } = autoscaler;
      const { kind, namespace, name } = targetOf(autoscaler);
      const target = typeof kind === "string" ? objects.find(kind, namespace, name) : undefined;
      if (!target) {
        yield {
          resource,
          path: "spec.scaleTargetRef.name",
          ...(name !== undefined && { is: name }),
          must: "be a workload of its namespace",
        };
      } else if (scales.autoscalers(target.resource)[0]?.resource !== resource) {
        yield {
          resource,
          path: "spec.scaleTargetRef.name",
          is: name,
          must: "be a workload that no other autoscaler scales",
        };
      }
    });
  },
};
