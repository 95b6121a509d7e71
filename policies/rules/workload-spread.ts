import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { some } from "../each.ts";
import { mayBeReplicated, selectsItself } from "../replicated.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

const spread = (app: string) =>
  deployment({
    pod: {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: { app } },
        },
      ],
    },
  });

export const workloadSpread: Rule = {
  name: "workload-spread",
  title: "Replicas spread over zones or hosts.",
  why: "The scheduler alone may put all replicas where one failure takes them all.",
  severity: "medium",
  checklist: [],
  standards: { polaris: ["topologySpreadConstraint"] },
  fix: "Add `topologySpreadConstraints` whose `labelSelector` selects the workload's own pods.",
  examples: {
    compliant: [spread("example"), deployment({ spec: { replicas: 1 } })],
    violating: [deployment(), spread("another")],
  },
  looksAt: "pod",
  *check(pod) {
    if (!mayBeReplicated(pod)) return;
    const constraints = at(pod.spec, "topologySpreadConstraints");
    const spreads = some(list(constraints), (constraint) => {
      const key = at(constraint, "topologyKey");
      return (
        typeof key === "string" && key !== "" && selectsItself(pod, at(constraint, "labelSelector"))
      );
    });
    if (spreads) return;
    const path = podPath(pod, "spec", "topologySpreadConstraints");
    const is = list(constraints).length > 0 ? "for other pods" : undefined;
    yield { path, is, must: "spread the workload's own pods" };
  },
};
