import { budgetsOf } from "../disruption-budgets.ts";
import { each } from "../each.ts";
import { disruptionBudget } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { podsOf } from "../index-pods.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { scalesOf, share } from "../scale.ts";
import { labelSelector } from "../selectors.ts";

const two = deployment({ spec: { replicas: 2 } });

export const disruptionBudgetLetsGo: Rule = {
  name: "disruption-budget-lets-go",
  title: "Every disruption budget lets at least one pod go, and keeps one of several.",
  why: "A budget that lets none go stops every drain of a node, and with it every upgrade of the cluster. One that lets all go is none.",
  severity: "high",
  checklist: [],
  standards: {
    kubeScore: ["poddisruptionbudget-has-policy"],
    kubeLinter: ["pdb-max-unavailable", "pdb-min-available"],
    polaris: ["pdbDisruptionsIsZero", "pdbMinAvailableGreaterThanHPAMinReplicas"],
  },
  fix: "Set `maxUnavailable: 1`.",
  examples: {
    compliant: [two, disruptionBudget({ maxUnavailable: 1 })],
    violating: [two, disruptionBudget({ maxUnavailable: 0 })],
  },
  looksAt: "graph",
  *check(graph) {
    const pods = podsOf(graph);
    const scales = scalesOf(graph);
    yield* each(budgetsOf(graph), function* ({ resource, namespace }) {
      const spec = at(resource.inputs, "spec");
      const unavailable = at(spec, "maxUnavailable");
      const available = at(spec, "minAvailable");
      if (isUnset(unavailable) === isUnset(available)) {
        yield {
          resource,
          path: "spec.maxUnavailable",
          ...(!isUnset(unavailable) && { is: unavailable }),
          must: "be given, and minAvailable not",
        };
        return;
      }
      const selected = pods.selected(namespace, labelSelector(at(spec, "selector")));
      let running = 0;
      for (const pod of selected) running += scales.of(pod.resource).least;
      if (!isUnset(unavailable)) {
        const found = { resource, path: "spec.maxUnavailable", is: unavailable };
        // Any share above none is rounded up to a pod.
        const least = share(unavailable, 1, Math.ceil);
        if (least === undefined || least < 1) yield { ...found, must: "be at least 1" };
        const most = share(unavailable, running, Math.ceil) ?? 0;
        // Of one alone there is nothing to keep.
        if (running > 1 && most >= running) {
          yield { ...found, must: `be less than the ${running} that run at least` };
        }
        return;
      }
      const found = { resource, path: "spec.minAvailable", is: available };
      const kept = share(available, running, Math.ceil);
      const whole = available === "100%" || (selected.length > 0 && (kept ?? Infinity) >= running);
      if (whole || kept === undefined) {
        yield { ...found, must: `be less than the ${running} that run at least` };
      } else if (kept < 1 && running > 1) yield { ...found, must: "be at least 1" };
    });
  },
};
