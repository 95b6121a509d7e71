import { namespace, object } from "../example-objects.ts";
import { type Resource, at, list } from "../graph.ts";
import { byNamespace, eachNamespace } from "../namespaces.ts";
import { objectsOf } from "../index-objects.ts";
import { quantity } from "../quantity.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";

const LIMITED = [
  "requests.cpu",
  "limits.cpu",
  "requests.memory",
  "limits.memory",
  "requests.ephemeral-storage",
  "limits.ephemeral-storage",
  "pods",
  "persistentvolumeclaims",
  "requests.storage",
];
/** What goes past the edge. */
const NONE = ["services.nodeports", "services.loadbalancers"];

const hard: Readonly<Record<string, string>> = Object.fromEntries([
  ...LIMITED.map((name) => [name, "10"] as const),
  ...NONE.map((name) => [name, "0"] as const),
]);

export const namespaceHasQuota: Rule = {
  name: "namespace-has-quota",
  title:
    "Every namespace has a ResourceQuota for all that pods ask for, and none for node ports and load balancers.",
  why: "Without it one workload that goes wrong takes what all others of the cluster need.",
  severity: "medium",
  checklist: ["infra.3"],
  standards: { nsa: true, trivy: ["KSV-0040"] },
  fix: "Declare a ResourceQuota with all of these under `spec.hard`.",
  examples: {
    compliant: [namespace(), object("v1", "ResourceQuota", "quota", { spec: { hard } })],
    violating: [
      namespace(),
      object("v1", "ResourceQuota", "quota", { spec: { hard: { ...hard, pods: "" } } }),
    ],
  },
  looksAt: "graph",
  *check(graph) {
    const quotas = byNamespace(graph, "ResourceQuota");
    yield* eachNamespace(graph, function* ({ name, declaredBy }) {
      const whole = (quotas.get(name) ?? []).filter(isWhole);
      const [first] = whole;
      if (!first) {
        objectsOf(graph).certain("ResourceQuota");
        yield { ...declaredBy, is: name, must: "have a ResourceQuota" };
        return;
      }
      for (const field of [...LIMITED, ...NONE]) {
        const values = whole.map((quota) => at(quota.inputs, "spec", "hard", field));
        const is = values.find((value) => value !== undefined);
        const number = quantity(is);
        const holds = NONE.includes(field) ? number === 0 : number !== undefined && number >= 0;
        if (holds) continue;
        yield {
          resource: first,
          path: join("spec.hard", field),
          ...(is !== undefined && { is }),
          must: NONE.includes(field) ? "be 0" : "be a quantity",
        };
      }
    });
  },
};

/** Whether it holds for all pods, and not for some of a scope. */
function isWhole({ inputs }: Resource): boolean {
  return (
    list(at(inputs, "spec", "scopes")).length === 0 &&
    at(inputs, "spec", "scopeSelector") === undefined
  );
}
