import { each } from "../each.ts";
import { autoscaler } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import type { Rule } from "../rule.ts";
import { autoscalersOf, targetOf } from "../scale.ts";

export const autoscalerOwnsReplicas: Rule = {
  name: "autoscaler-owns-replicas",
  title: "What an autoscaler scales has no number of replicas of its own.",
  why: "Every deploy would set the number back, in the middle of the load that raised it.",
  severity: "high",
  checklist: ["infra.4", "step7.1"],
  standards: { kubeScore: ["deployment-targeted-by-hpa-does-not-have-replicas-configured"] },
  fix: "Remove `spec.replicas`.",
  examples: {
    compliant: [deployment(), autoscaler()],
    violating: [deployment({ spec: { replicas: 2 } }), autoscaler()],
  },
  looksAt: "graph",
  *check(graph) {
    const objects = objectsOf(graph);
    yield* each(autoscalersOf(graph), function* (autoscaler) {
      const { kind, namespace, name } = targetOf(autoscaler);
      const target = typeof kind === "string" ? objects.find(kind, namespace, name) : undefined;
      const replicas = at(target?.resource.inputs, "spec", "replicas");
      if (target && replicas !== undefined && replicas !== null) {
        const { resource } = target;
        yield { resource, path: "spec.replicas", is: replicas, must: "be absent" };
      }
    });
  },
};
