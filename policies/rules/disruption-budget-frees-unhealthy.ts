import { disruptionBudget } from "../example-objects.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

export const disruptionBudgetFreesUnhealthy: Rule = {
  name: "disruption-budget-frees-unhealthy",
  title: "No disruption budget protects pods that are not ready.",
  why: "By default pods that crash count as if they served, and keep a node from being drained for ever.",
  severity: "low",
  checklist: [],
  standards: { kubeLinter: ["pdb-unhealthy-pod-eviction-policy"] },
  fix: "Set `unhealthyPodEvictionPolicy: AlwaysAllow`.",
  examples: {
    compliant: [disruptionBudget()],
    violating: [disruptionBudget({ unhealthyPodEvictionPolicy: "IfHealthyBudget" })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "PodDisruptionBudget", "policy")) return;
    const is = at(resource.inputs, "spec", "unhealthyPodEvictionPolicy");
    if (is !== "AlwaysAllow") {
      yield {
        path: "spec.unhealthyPodEvictionPolicy",
        ...(is !== undefined && { is }),
        must: "be AlwaysAllow",
      };
    }
  },
};
