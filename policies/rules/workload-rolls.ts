import { deployment } from "../examples.ts";
import { at, isKind } from "../graph.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

const statefulSet = (type: string) => ({
  ...deployment({ spec: { serviceName: "example", updateStrategy: { type } } }),
  kind: "StatefulSet",
});

export const workloadRolls: Rule = {
  name: "workload-rolls",
  title: "StatefulSets and DaemonSets bring a new version to their pods by themselves.",
  why: "With OnDelete a release is recorded as done while every pod still runs the old version, until somebody deletes it.",
  severity: "medium",
  checklist: [],
  standards: { kubeLinter: ["no-rolling-update-strategy"] },
  fix: "Remove `updateStrategy.type`: RollingUpdate is the default.",
  examples: {
    compliant: [statefulSet("RollingUpdate")],
    violating: [statefulSet("OnDelete")],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "StatefulSet", "apps") && !isKind(resource, "DaemonSet", "apps")) return;
    const type = at(resource.inputs, "spec", "updateStrategy", "type");
    if (isUnset(type) || type === "RollingUpdate") return;
    yield { path: "spec.updateStrategy.type", is: type, must: "be RollingUpdate" };
  },
};
