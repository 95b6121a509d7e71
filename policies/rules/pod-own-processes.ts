import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

export const podOwnProcesses: Rule = {
  name: "pod-own-processes",
  title: "Containers of a pod do not see each other's processes.",
  why: "With shared processes each container reads the others' environment and, through `/proc`, their files and secrets.",
  severity: "medium",
  checklist: [],
  standards: {},
  fix: "Remove `shareProcessNamespace`.",
  examples: {
    compliant: [deployment({ pod: { shareProcessNamespace: false } })],
    violating: [deployment({ pod: { shareProcessNamespace: true } })],
  },
  looksAt: "pod",
  *check(pod) {
    const is = at(pod.spec, "shareProcessNamespace");
    if (isUnset(is) || is === false) return;
    yield { path: podPath(pod, "spec", "shareProcessNamespace"), is, must: "be false" };
  },
};
