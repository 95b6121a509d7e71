import { budgetIndexOf } from "../disruption-budgets.ts";
import { each } from "../each.ts";
import { disruptionBudget } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { podsOf } from "../index-pods.ts";
import type { Rule } from "../rule.ts";
import { scalesOf } from "../scale.ts";

const two = deployment({ spec: { replicas: 2 } });

export const workloadHasDisruptionBudget: Rule = {
  name: "workload-has-disruption-budget",
  title: "Every workload of several pods has one disruption budget.",
  why: "Without one a drain takes all of its pods at once; with two of them evictions fail.",
  severity: "medium",
  checklist: [],
  standards: {
    kubeScore: ["deployment-has-poddisruptionbudget", "statefulset-has-poddisruptionbudget"],
    polaris: ["missingPodDisruptionBudget"],
  },
  fix: "Declare one PodDisruptionBudget that selects its pods.",
  examples: { compliant: [two, disruptionBudget()], violating: [two] },
  looksAt: "graph",
  *check(graph) {
    const scales = scalesOf(graph);
    const budgets = budgetIndexOf(graph);
    yield* each(podsOf(graph).all, function* (pod) {
      const { resource } = pod;
      const { kind } = resource.inputs;
      if (kind !== "Deployment" && kind !== "StatefulSet") return;
      const found = budgets.of(pod);
      if (found.length > 1) {
        yield {
          resource,
          path: pod.labelsPath,
          is: Object.fromEntries(pod.labels),
          must: `be selected by one PodDisruptionBudget, not ${found.length}`,
        };
      } else if (found.length === 0 && scales.of(resource).most > 1) {
        yield {
          resource,
          path: pod.labelsPath,
          is: Object.fromEntries(pod.labels),
          must: "be selected by a PodDisruptionBudget",
        };
      }
    });
    podsOf(graph).certain();
  },
};
