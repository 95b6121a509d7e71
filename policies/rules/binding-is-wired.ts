import { each, eachIn } from "../each.ts";
import { role, roleBinding, serviceAccount } from "../example-objects.ts";
import { at } from "../graph.ts";
import { namespaceOf, objectsOf } from "../index-objects.ts";
import { isBinding } from "../rbac.ts";
import type { Rule } from "../rule.ts";

const READS = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };

export const bindingIsWired: Rule = {
  name: "binding-is-wired",
  title: "A binding joins a Role and service accounts that are declared with it.",
  why: "A binding to what is not there waits for whoever makes it under that name.",
  severity: "medium",
  checklist: [],
  standards: { kubeLinter: ["non-existent-service-account"] },
  fix: "Declare the role or the account, or correct the name.",
  examples: {
    compliant: [roleBinding(), role(READS), serviceAccount()],
    violating: [roleBinding(), role(READS)],
  },
  looksAt: "graph",
  *check(graph) {
    const objects = objectsOf(graph);
    // Namespaces of others hold accounts that this graph knows nothing of.
    const ours = new Set(
      objects.ofKinds(["ServiceAccount", "Role", "RoleBinding"]).map(({ namespace }) => namespace),
    );
    yield* each(graph.resources, function* (resource) {
      if (!isBinding(resource)) return;
      const { inputs } = resource;
      const name = at(inputs, "roleRef", "name");
      if (
        at(inputs, "roleRef", "kind") === "Role" &&
        !objects.find("Role", namespaceOf(resource), name)
      ) {
        yield { resource, path: "roleRef.name", is: name, must: "be a Role of the same namespace" };
      }
      yield* eachIn(inputs["subjects"], "subjects", function* (subject, path) {
        if (at(subject, "kind") !== "ServiceAccount") return;
        const given = at(subject, "namespace");
        const namespace = typeof given === "string" ? given : namespaceOf(resource);
        const account = at(subject, "name");
        if (account === "default" || !ours.has(namespace)) return;
        if (!objects.find("ServiceAccount", namespace, account)) {
          yield {
            resource,
            path: `${path}.name`,
            is: account,
            must: `be a service account of ${namespace}`,
          };
        }
      });
    });
  },
};
