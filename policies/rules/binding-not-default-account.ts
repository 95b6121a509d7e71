import { roleBinding } from "../example-objects.ts";
import { at } from "../graph.ts";
import { eachSubject } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const bindingNotDefaultAccount: Rule = {
  name: "binding-not-default-account",
  title: "No role is bound to the default service account of a namespace.",
  why: "Every pod that names no account has the default one, and with it what it is bound to.",
  severity: "high",
  checklist: [],
  standards: {
    nsa: true,
    cis: ["5.1.5"],
    kubeLinter: ["default-service-account"],
    checkov: ["CKV_K8S_42"],
    kubescape: ["C-0189"],
  },
  fix: "Give the workload a service account of its own, and bind that.",
  examples: {
    compliant: [roleBinding()],
    violating: [
      roleBinding({
        subjects: [{ kind: "ServiceAccount", name: "default", namespace: "taskflow" }],
      }),
    ],
  },
  looksAt: "resource",
  check: (resource) =>
    eachSubject(resource, function* (subject, path) {
      if (at(subject, "kind") === "ServiceAccount" && at(subject, "name") === "default") {
        yield { path: `${path}.name`, is: "default", must: "be an account of the workload's own" };
      }
    }),
};
