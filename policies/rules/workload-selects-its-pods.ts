import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { labelSelector, labelsOf, mapSelector } from "../selectors.ts";
import { podOf } from "../workloads.ts";

const KINDS: readonly unknown[] = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"];

export const workloadSelectsItsPods: Rule = {
  name: "workload-selects-its-pods",
  title: "Every workload selects the pods of its own template, by labels.",
  why: "The API server refuses one that does not, and one that selects everything adopts the pods of others.",
  severity: "high",
  checklist: [],
  standards: { kubeLinter: ["mismatching-selector"] },
  fix: "Make `spec.selector` a part of the labels of the template.",
  examples: {
    compliant: [deployment({ spec: { selector: { matchLabels: { app: "example" } } } })],
    violating: [deployment({ spec: { selector: { matchLabels: { app: "exmaple" } } } })],
  },
  looksAt: "resource",
  *check(resource) {
    const { kind } = resource.inputs;
    const old = kind === "ReplicationController";
    if (!old && !KINDS.includes(kind)) return;
    const is = at(resource.inputs, "spec", "selector");
    // Its selector is that of its labels where it names none.
    if (old && is === undefined) return;
    const selector = old ? mapSelector(is) : labelSelector(is);
    const pod = podOf(resource);
    if (selector.everything || !pod || !selector.selects(labelsOf(at(pod.metadata, "labels")))) {
      yield {
        path: "spec.selector",
        ...(is !== undefined && { is }),
        must: "select the labels of the template",
      };
    }
  },
};
