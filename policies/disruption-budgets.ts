import { visit } from "./each.ts";
import { type Graph, at } from "./graph.ts";
import { type Placed, objectsOf, perGraph } from "./index-objects.ts";
import { type PlacedPod, podsOf } from "./index-pods.ts";
import { labelSelector } from "./selectors.ts";
import { UnknownTouched } from "./unknown.ts";

export function budgetsOf(graph: Graph): readonly Placed[] {
  return objectsOf(graph).of("PodDisruptionBudget", "policy");
}

/** Budgets by the pods that they select. */
export class BudgetIndex {
  readonly #byPod = new Map<PlacedPod, Placed[]>();
  #unknown: UnknownTouched | undefined;

  constructor(graph: Graph) {
    const pods = podsOf(graph);
    try {
      visit(budgetsOf(graph), (budget) => {
        const selector = labelSelector(at(budget.resource.inputs, "spec", "selector"));
        for (const pod of pods.selected(budget.namespace, selector)) {
          const others = this.#byPod.get(pod);
          if (others) others.push(budget);
          else this.#byPod.set(pod, [budget]);
        }
      });
      objectsOf(graph).certain("PodDisruptionBudget");
    } catch (error) {
      if (!(error instanceof UnknownTouched)) throw error;
      this.#unknown = error;
    }
  }

  /** @throws UnknownTouched when none is known, but there is one of which too little is. */
  of(pod: PlacedPod): readonly Placed[] {
    const found = this.#byPod.get(pod) ?? [];
    if (found.length === 0 && this.#unknown) throw this.#unknown;
    return found;
  }
}

/** Read once for all rules. */
export const budgetIndexOf = perGraph((graph) => new BudgetIndex(graph));
