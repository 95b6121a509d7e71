import { namespace, object } from "../example-objects.ts";
import { at, list } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import { byNamespace, eachNamespace } from "../namespaces.ts";
import { quantity } from "../quantity.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";

const FIELDS: readonly (readonly [field: string, resources: readonly string[]])[] = [
  ["defaultRequest", ["cpu", "memory", "ephemeral-storage"]],
  ["default", ["cpu", "memory", "ephemeral-storage"]],
  ["min", ["cpu", "memory"]],
  ["max", ["cpu", "memory"]],
];

const limit = {
  type: "Container",
  ...Object.fromEntries(
    FIELDS.map(([field, resources]) => [
      field,
      Object.fromEntries(resources.map((resource) => [resource, "1"])),
    ]),
  ),
};

export const namespaceHasLimitRange: Rule = {
  name: "namespace-has-limit-range",
  title: "Every namespace has a LimitRange with bounds and defaults for containers.",
  why: "Containers that others make, such as solvers and debuggers, name no resources of their own.",
  severity: "medium",
  checklist: ["infra.3"],
  standards: { nsa: true, trivy: ["KSV-0039"] },
  fix: "Declare a LimitRange of type Container with defaultRequest, default, min and max.",
  examples: {
    compliant: [namespace(), object("v1", "LimitRange", "limits", { spec: { limits: [limit] } })],
    violating: [
      namespace(),
      object("v1", "LimitRange", "limits", { spec: { limits: [{ ...limit, max: {} }] } }),
    ],
  },
  looksAt: "graph",
  *check(graph) {
    const ranges = byNamespace(graph, "LimitRange");
    yield* eachNamespace(graph, function* ({ name, declaredBy }) {
      const [found] = (ranges.get(name) ?? []).flatMap((resource) =>
        [...list(at(resource.inputs, "spec", "limits")).entries()]
          .filter(([, limit]) => at(limit, "type") === "Container")
          .map(([index, limit]) => ({ resource, limit, path: join("spec.limits", index) })),
      );
      if (!found) {
        objectsOf(graph).certain("LimitRange");
        yield { ...declaredBy, is: name, must: "have a LimitRange of type Container" };
        return;
      }
      for (const [field, resources] of FIELDS) {
        for (const of of resources) {
          const is = at(found.limit, field, of);
          if ((quantity(is) ?? 0) > 0) continue;
          yield {
            resource: found.resource,
            path: join(`${found.path}.${field}`, of),
            ...(is !== undefined && { is }),
            must: "be a positive quantity",
          };
        }
      }
    });
  },
};
