import { each } from "../each.ts";
import { networkPolicy } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { podsOf } from "../index-pods.ts";
import { DIRECTIONS, coverageOf } from "../network-policies.ts";
import type { Rule } from "../rule.ts";

export const podNetworkClosed: Rule = {
  name: "pod-network-closed",
  title: "Every pod is selected by a network policy of each direction, ingress and egress.",
  why: "A pod that no policy selects talks to everybody, and everybody to it.",
  severity: "critical",
  checklist: ["infra.9", "infra.8"],
  standards: {
    nsa: true,
    cis: ["5.3.2"],
    kubeScore: ["pod-networkpolicy"],
    kubeLinter: ["non-isolated-pod"],
    checkov: ["CKV2_K8S_6"],
    trivy: ["KSV-0038"],
    kubescape: ["C-0030", "C-0054", "C-0206", "C-0260"],
  },
  fix: "Add a NetworkPolicy whose podSelector selects these labels, with `policyTypes: [Ingress, Egress]`.",
  examples: {
    compliant: [
      deployment(),
      networkPolicy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
    ],
    violating: [deployment(), networkPolicy({ podSelector: {}, policyTypes: ["Ingress"] })],
  },
  looksAt: "graph",
  *check(graph) {
    const pods = podsOf(graph);
    const coverage = coverageOf(graph);
    yield* each(pods.all, function* (pod) {
      yield* each(DIRECTIONS, function* (direction) {
        if (!coverage.closed(pod, direction)) {
          const must = `be selected by a NetworkPolicy of ${direction.toLowerCase()}`;
          yield {
            resource: pod.resource,
            path: pod.labelsPath,
            is: Object.fromEntries(pod.labels),
            must,
          };
        }
      });
    });
    pods.certain();
  },
};
