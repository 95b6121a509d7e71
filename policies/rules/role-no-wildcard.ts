import { eachIn } from "../each.ts";
import { role } from "../example-objects.ts";
import { eachGrantList } from "../rbac.ts";
import type { Rule } from "../rule.ts";

export const roleNoWildcard: Rule = {
  name: "role-no-wildcard",
  title: "No role grants anything by a wildcard.",
  why: "A wildcard grants what nobody has thought of, and what a later version of the cluster adds.",
  severity: "high",
  checklist: [],
  standards: {
    nsa: true,
    cis: ["5.1.3"],
    kubeLinter: ["wildcard-in-rules"],
    checkov: ["CKV_K8S_49"],
    trivy: ["KSV-0044", "KSV-0045", "KSV-0046", "KSV-0112"],
    kubescape: ["C-0187"],
  },
  fix: "Name the API groups, resources and verbs that are needed.",
  examples: {
    compliant: [role({ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] })],
    violating: [role({ apiGroups: [""], resources: ["pods"], verbs: ["*"] })],
  },
  looksAt: "resource",
  check: (resource) =>
    eachGrantList(resource, (values, path) =>
      eachIn(values, path, function* (value, at) {
        if (typeof value === "string" && value.includes("*")) {
          yield { path: at, is: value, must: "name what is granted" };
        }
      }),
    ),
};
