import { each } from "../each.ts";
import { networkPolicy } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { namespaceOf } from "../index-objects.ts";
import { podsOf } from "../index-pods.ts";
import { policiesOf, selectorOf } from "../network-policies.ts";
import type { Rule } from "../rule.ts";

export const networkPolicySelectsPods: Rule = {
  name: "network-policy-selects-pods",
  title: "Every network policy selects pods that are there.",
  why: "A policy that selects nothing protects nothing, and looks as if it did.",
  severity: "medium",
  checklist: ["infra.9"],
  standards: {
    kubeScore: ["networkpolicy-targets-pod"],
    kubeLinter: ["dangling-networkpolicy"],
    kubescape: ["C-0299"],
  },
  fix: "Correct the podSelector, or remove the policy.",
  examples: {
    compliant: [deployment(), networkPolicy({ podSelector: { matchLabels: { app: "example" } } })],
    violating: [deployment(), networkPolicy({ podSelector: { matchLabels: { app: "exmaple" } } })],
  },
  looksAt: "graph",
  *check(graph) {
    const pods = podsOf(graph);
    yield* each(policiesOf(graph), function* (policy) {
      const selector = selectorOf(policy);
      // What is closed for pods to come need not have any yet.
      if (selector.everything || pods.selectsAny(namespaceOf(policy), selector)) return;
      yield {
        resource: policy,
        path: "spec.podSelector",
        is: at(policy.inputs, "spec", "podSelector"),
        must: "select pods of its namespace",
      };
    });
  },
};
