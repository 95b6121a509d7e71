import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { podPath } from "../workloads.ts";

export const podOwnServiceAccount: Rule = {
  name: "pod-own-service-account",
  title: "No pod uses the default service account.",
  why: "What is granted to the default account is granted to everything in the namespace, and nobody sees whom an audit entry means.",
  severity: "medium",
  checklist: [],
  standards: {
    cis: ["5.1.5"],
    kubeLinter: ["default-service-account"],
    checkov: ["CKV_K8S_41", "CKV_K8S_42"],
    kubescape: ["C-0189"],
  },
  fix: "Declare a ServiceAccount for the workload, and name it in `serviceAccountName`.",
  examples: {
    compliant: [deployment({ pod: { serviceAccountName: "backend" } })],
    violating: [deployment(), deployment({ pod: { serviceAccountName: "default" } })],
  },
  looksAt: "pod",
  *check(pod) {
    const { serviceAccountName } = pod.spec;
    // The field's former name still works.
    const field = isUnset(serviceAccountName) && !isUnset(at(pod.spec, "serviceAccount"));
    const name = field ? at(pod.spec, "serviceAccount") : serviceAccountName;
    if (typeof name === "string" && name !== "" && name !== "default") return;
    const path = podPath(pod, "spec", field ? "serviceAccount" : "serviceAccountName");
    yield { path, is: name ?? undefined, must: "name a service account of the workload's own" };
  },
};
