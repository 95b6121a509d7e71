import { each, eachIn } from "../each.ts";
import { autoscaler } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import { quantity } from "../quantity.ts";
import type { GraphFinding, Rule } from "../rule.ts";
import { autoscalersOf, targetOf } from "../scale.ts";
import { containersOf, podOf } from "../workloads.ts";

const SOURCES: Readonly<Record<string, string>> = {
  Resource: "resource",
  ContainerResource: "containerResource",
  Pods: "pods",
  Object: "object",
  External: "external",
};

const TARGETS: Readonly<Record<string, string>> = {
  Utilization: "averageUtilization",
  AverageValue: "averageValue",
  Value: "value",
};

const container = { resources: { requests: { cpu: "100m" } } };

export const autoscalerMeasures: Rule = {
  name: "autoscaler-measures",
  title:
    "Every autoscaler has a metric with a target, and its pods request what a share is taken of.",
  why: "Without a metric that can be computed it never scales, and says so in its conditions only.",
  severity: "high",
  checklist: ["infra.4", "step7.1"],
  standards: {},
  fix: "Give `spec.metrics` a target, and every container a request of the resource that is measured.",
  examples: {
    compliant: [deployment({ container }), autoscaler()],
    violating: [deployment(), autoscaler()],
  },
  looksAt: "graph",
  *check(graph) {
    const objects = objectsOf(graph);
    yield* each(autoscalersOf(graph), function* (autoscaler) {
      const { resource } = autoscaler;
      const metrics = at(resource.inputs, "spec", "metrics");
      const simple = at(resource.inputs, "spec", "targetCPUUtilizationPercentage");
      if (list(metrics).length === 0 && simple === undefined) {
        yield { resource, path: "spec.metrics", must: "have a metric" };
      }
      const { kind, namespace, name } = targetOf(autoscaler);
      yield* eachIn(metrics, "spec.metrics", function* (metric, path): Generator<GraphFinding> {
        const type = at(metric, "type");
        const source = lookup(SOURCES, type);
        if (source === undefined) {
          const must = `be one of ${Object.keys(SOURCES).join(", ")}`;
          yield { resource, path: `${path}.type`, ...(type !== undefined && { is: type }), must };
          return;
        }
        const target = at(metric, source, "target");
        const by = at(target, "type");
        const field = lookup(TARGETS, by);
        const goal = field === undefined ? undefined : at(target, field);
        const number = quantity(goal);
        // Who uses more than all that is requested has been slow for long.
        const most = by === "Utilization" ? 100 : Infinity;
        if (field === undefined || number === undefined || !(number > 0 && number <= most)) {
          yield {
            resource,
            path: `${path}.${source}.target.${field ?? "type"}`,
            ...((goal ?? by) !== undefined && { is: goal ?? by }),
            must:
              field === undefined
                ? `be one of ${Object.keys(TARGETS).join(", ")}`
                : by === "Utilization"
                  ? "be 1 to 100"
                  : "be positive",
          };
        }
        if (by !== "Utilization" || typeof kind !== "string") return;
        const workload = objects.find(kind, namespace, name)?.resource;
        const pod = workload && podOf(workload);
        const measured = at(metric, source, "name");
        if (!workload || !pod || typeof measured !== "string") return;
        const only = at(metric, source, "container");
        for (const { kind, value, path } of containersOf(pod)) {
          if (kind === "init" || kind === "ephemeral") continue;
          if (only !== undefined && at(value, "name") !== only) continue;
          // A limit alone is a request of the same.
          const requested = ["requests", "limits"].some(
            (bound) => at(value, "resources", bound, measured) !== undefined,
          );
          if (!requested) {
            yield {
              resource: workload,
              path: `${path}.resources.requests.${measured}`,
              must: "be there: an autoscaler scales by its share",
            };
          }
        }
      });
    });
  },
};

function lookup(table: Readonly<Record<string, string>>, key: unknown): string | undefined {
  return typeof key === "string" && Object.hasOwn(table, key) ? table[key] : undefined;
}
