import { each } from "../each.ts";
import { networkPolicy } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { namespaceOf, objectsOf } from "../index-objects.ts";
import { eachNamespace } from "../namespaces.ts";
import { DIRECTIONS, deniesAll, policiesOf } from "../network-policies.ts";
import type { Rule } from "../rule.ts";

export const namespaceDeniesByDefault: Rule = {
  name: "namespace-denies-by-default",
  title: "Every namespace of the stack denies all traffic that no policy allows.",
  why: "Policies that name pods say nothing about the pod that somebody adds tomorrow.",
  severity: "high",
  checklist: ["infra.9", "infra.8"],
  standards: { nsa: true, cis: ["5.3.2"], kubescape: ["C-0260"] },
  fix: "Add a NetworkPolicy to the namespace with `podSelector: {}`, both policyTypes and no rules.",
  examples: {
    compliant: [
      deployment(),
      networkPolicy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
    ],
    violating: [
      deployment(),
      networkPolicy({
        podSelector: { matchLabels: { app: "example" } },
        policyTypes: ["Ingress", "Egress"],
      }),
    ],
  },
  looksAt: "graph",
  *check(graph) {
    const denied = { Ingress: new Set<string>(), Egress: new Set<string>() };
    yield* each(policiesOf(graph), function* (policy): Generator<never> {
      for (const direction of DIRECTIONS) {
        if (deniesAll(policy, direction)) denied[direction].add(namespaceOf(policy));
      }
      yield* [];
    });
    objectsOf(graph).certain("NetworkPolicy");
    yield* eachNamespace(graph, function* ({ name, declaredBy }) {
      for (const direction of DIRECTIONS) {
        if (denied[direction].has(name)) continue;
        yield {
          ...declaredBy,
          is: name,
          must: `be a namespace with a NetworkPolicy that denies all ${direction.toLowerCase()}`,
        };
      }
    });
  },
};
