import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { some } from "../each.ts";
import { isUnset } from "../pods.ts";
import { mayBeReplicated, selectsItself } from "../replicated.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

const HOST = "kubernetes.io/hostname";
const apart = (topologyKey: string) =>
  deployment({
    pod: {
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: { topologyKey, labelSelector: { matchLabels: { app: "example" } } },
            },
          ],
        },
      },
    },
  });

export const workloadHostAntiAffinity: Rule = {
  name: "workload-host-anti-affinity",
  title: "Replicas keep off the host of another replica.",
  why: "Two replicas on one host are one when it is drained or lost.",
  severity: "medium",
  checklist: [],
  standards: {
    kubeScore: ["deployment-has-host-podantiaffinity", "statefulset-has-host-podantiaffinity"],
    kubeLinter: ["no-anti-affinity"],
  },
  fix: `Add \`affinity.podAntiAffinity\` over ${HOST} with the workload's own labels.`,
  examples: {
    compliant: [apart(HOST), deployment({ spec: { replicas: 1 } })],
    violating: [deployment(), apart("topology.kubernetes.io/zone")],
  },
  looksAt: "pod",
  *check(pod) {
    if (!mayBeReplicated(pod)) return;
    const affinity = at(pod.spec, "affinity", "podAntiAffinity");
    const terms = [
      ...list(at(affinity, "requiredDuringSchedulingIgnoredDuringExecution")),
      ...list(at(affinity, "preferredDuringSchedulingIgnoredDuringExecution")).map((preferred) =>
        at(preferred, "podAffinityTerm"),
      ),
    ];
    const keepsOff = some(
      terms,
      (term) => at(term, "topologyKey") === HOST && selectsItself(pod, at(term, "labelSelector")),
    );
    if (keepsOff) return;
    const path = podPath(pod, "spec", "affinity", "podAntiAffinity");
    const is = isUnset(affinity) ? undefined : "about other pods or places";
    yield { path, is, must: `keep the workload's own pods apart over ${HOST}` };
  },
};
