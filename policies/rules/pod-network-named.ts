import { each } from "../each.ts";
import { networkPolicy } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { podsOf } from "../index-pods.ts";
import { coverageOf } from "../network-policies.ts";
import type { Rule } from "../rule.ts";

export const podNetworkNamed: Rule = {
  name: "pod-network-named",
  title: "Every pod has a network policy of its own, which says whom it talks to.",
  why: "Where all is denied and nothing said, the pod either cannot do its work or somebody will open it in a hurry.",
  severity: "medium",
  checklist: ["infra.9"],
  standards: { polaris: ["missingNetworkPolicy"] },
  fix: "Add the workload's connections to the table of edges (stacks/network.ts), or a NetworkPolicy that selects it by its label.",
  examples: {
    compliant: [deployment(), networkPolicy({ podSelector: { matchLabels: { app: "example" } } })],
    violating: [deployment(), networkPolicy({ podSelector: {} })],
  },
  looksAt: "graph",
  *check(graph) {
    const pods = podsOf(graph);
    const coverage = coverageOf(graph);
    yield* each(pods.all, function* (pod) {
      if (!coverage.named(pod)) {
        yield {
          resource: pod.resource,
          path: pod.labelsPath,
          is: Object.fromEntries(pod.labels),
          must: "be selected by a NetworkPolicy that names one of them",
        };
      }
    });
    pods.certain();
  },
};
