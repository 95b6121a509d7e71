import { roleBinding } from "../example-objects.ts";
import { at } from "../graph.ts";
import { eachSubject } from "../rbac.ts";
import type { Rule } from "../rule.ts";

/** Groups and users that stand for whoever comes. */
const ANYBODY =
  /^system:(?:anonymous|unauthenticated|authenticated|masters|serviceaccounts(?::.*)?)$/;

export const bindingNamesItsSubjects: Rule = {
  name: "binding-names-its-subjects",
  title:
    "Roles are bound to accounts by name, never to anonymous users or to groups that stand for everybody.",
  why: "What everybody may do an attacker may do before having got hold of anything.",
  severity: "critical",
  checklist: [],
  standards: { nsa: true, cis: ["5.1.1"] },
  fix: "Bind the service account of the one workload that needs the role.",
  examples: {
    compliant: [roleBinding()],
    violating: [
      roleBinding({
        subjects: [
          {
            apiGroup: "rbac.authorization.k8s.io",
            kind: "Group",
            name: "system:unauthenticated",
          },
        ],
      }),
    ],
  },
  looksAt: "resource",
  check: (resource) =>
    eachSubject(resource, function* (subject, path) {
      const name = at(subject, "name");
      if (
        at(subject, "kind") !== "ServiceAccount" &&
        typeof name === "string" &&
        ANYBODY.test(name)
      ) {
        yield { path: `${path}.name`, is: name, must: "be one account" };
      }
    }),
};
