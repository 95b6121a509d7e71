import { each } from "../each.ts";
import { autoscaler, object } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { podsOf } from "../index-pods.ts";
import { byNamespace } from "../namespaces.ts";
import { quantity } from "../quantity.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { type Use, addAll, addClaim, defaultsOf, largestUse } from "../use.ts";

const example = deployment({
  spec: { strategy: { rollingUpdate: { maxSurge: 1 } } },
  container: { resources: { requests: { cpu: "500m" } } },
});
const quota = (cpu: string) =>
  object("v1", "ResourceQuota", "quota", { spec: { hard: { "requests.cpu": cpu } } });

export const quotaFitsTheMost: Rule = {
  name: "quota-fits-the-most",
  title:
    "The quota of a namespace has room for every autoscaler at its maximum, in the middle of a rollout.",
  why: "Otherwise the pods that the highest load needs are refused when it comes.",
  severity: "high",
  checklist: ["step7.4", "infra.3", "infra.1"],
  standards: {},
  fix: "Raise the quota (`cluster.quota`), or lower `maxReplicas` or the requests.",
  examples: {
    // Six at the most and one in a rollout, half a core each.
    compliant: [example, autoscaler({ maxReplicas: 6 }), quota("3500m")],
    violating: [example, autoscaler({ maxReplicas: 6 }), quota("3")],
  },
  looksAt: "graph",
  *check(graph) {
    const claims = byNamespace(graph, "PersistentVolumeClaim");
    const pods = podsOf(graph);
    const ranges = byNamespace(graph, "LimitRange");
    yield* each(byNamespace(graph, "ResourceQuota"), function* ([namespace, quotas]) {
      const defaults = defaultsOf(ranges.get(namespace) ?? []);
      const use: Use = new Map();
      for (const pod of pods.in(namespace)) addAll(use, largestUse(graph, pod, defaults));
      for (const { inputs } of claims.get(namespace) ?? []) addClaim(use, inputs, 1);
      yield* each(quotas, function* (resource) {
        if (list(at(resource.inputs, "spec", "scopes")).length > 0) return;
        for (const [name, needed] of use) {
          const is = at(resource.inputs, "spec", "hard", name);
          const has = quantity(is);
          // Sums of thousandths are not exact in binary.
          if (has === undefined || needed <= has * (1 + 1e-9)) continue;
          yield {
            resource,
            path: join("spec.hard", name),
            is,
            must: `be at least ${amount(name, needed)}: what the pods of ${namespace} need at their most`,
          };
        }
      });
    });
    pods.certain();
  },
};

function amount(name: string, value: number): string {
  if (name.endsWith("cpu")) return `${Math.ceil(value * 1000 - 1e-6)}m`;
  if (/memory|storage/.test(name)) return `${Math.ceil(value / 2 ** 20)}Mi`;
  return String(value);
}
