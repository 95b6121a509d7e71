import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

export const podPriorityClass: Rule = {
  name: "pod-priority-class",
  title: "Every pod has a priority class.",
  why: "When room gets scarce, the database must not go for a batch job; without a class all are worth the same.",
  severity: "low",
  checklist: [],
  standards: { kubeLinter: ["priority-class-name"], polaris: ["priorityClassNotSet"] },
  fix: "Name a PriorityClass in `priorityClassName`.",
  examples: {
    compliant: [deployment({ pod: { priorityClassName: "taskflow-application" } })],
    violating: [deployment(), deployment({ pod: { priorityClassName: "" } })],
  },
  looksAt: "pod",
  *check(pod) {
    const name = at(pod.spec, "priorityClassName");
    if (typeof name === "string" && name !== "") return;
    const path = podPath(pod, "spec", "priorityClassName");
    yield { path, is: name ?? undefined, must: "name a priority class" };
  },
};
