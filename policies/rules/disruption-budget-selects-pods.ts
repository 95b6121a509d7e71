import { budgetsOf } from "../disruption-budgets.ts";
import { each } from "../each.ts";
import { disruptionBudget } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { podsOf } from "../index-pods.ts";
import type { Rule } from "../rule.ts";
import { labelSelector } from "../selectors.ts";

export const disruptionBudgetSelectsPods: Rule = {
  name: "disruption-budget-selects-pods",
  title: "Every disruption budget selects pods that are there.",
  why: "A budget that selects nothing protects nothing.",
  severity: "medium",
  checklist: [],
  standards: {},
  fix: "Make `spec.selector` select the labels of the pods.",
  examples: {
    compliant: [deployment(), disruptionBudget()],
    violating: [deployment(), disruptionBudget({ selector: { matchLabels: { app: "exmaple" } } })],
  },
  looksAt: "graph",
  *check(graph) {
    const pods = podsOf(graph);
    yield* each(budgetsOf(graph), function* ({ resource, namespace }) {
      const is = at(resource.inputs, "spec", "selector");
      if (pods.selectsAny(namespace, labelSelector(is))) return;
      yield {
        resource,
        path: "spec.selector",
        ...(is !== undefined && { is }),
        must: "select pods of its namespace",
      };
    });
  },
};
