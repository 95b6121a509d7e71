import { drainSeconds } from "../draining.ts";
import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { each } from "../each.ts";
import { objectsOf } from "../index-objects.ts";
import { podsOf } from "../index-pods.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { mapSelector } from "../selectors.ts";
import { containersOf } from "../workloads.ts";

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "example", namespace: "taskflow" },
  spec: { selector: { app: "example" }, ports: [{ port: 80, targetPort: "http" }] },
};
const container = { ports: [{ name: "http", containerPort: 8080 }] };
const lifecycle = { preStop: { sleep: { seconds: 10 } } };

export const containerDrains: Rule = {
  name: "container-drains",
  title: "A container behind a Service goes on serving until every proxy knows that it goes.",
  why: "A pod is told to end and taken out of its Service at the same time: requests that are on their way fail unless it waits.",
  severity: "medium",
  checklist: [],
  standards: {},
  fix: "Set `lifecycle.preStop.sleep.seconds` to some ten seconds: it needs no program in the image.",
  examples: {
    compliant: [deployment({ container: { ...container, lifecycle } }), service],
    violating: [deployment({ container }), service],
  },
  looksAt: "graph",
  *check(graph) {
    const told = new Set<string>();
    yield* each(objectsOf(graph).of("Service", ""), function* ({ resource: service, namespace }) {
      const selector = mapSelector(at(service.inputs, "spec", "selector"));
      yield* each(podsOf(graph).selected(namespace, selector), function* ({ pod, resource }) {
        if (!pod || resource.inputs["kind"] !== "Deployment") return;
        // One replica is missed anyway when it goes: deployment-replicas judges that.
        if (at(resource.inputs, "spec", "replicas") === 1) return;
        const targets = list(at(service.inputs, "spec", "ports")).map(
          (port) => at(port, "targetPort") ?? at(port, "port"),
        );
        yield* each(containersOf(pod), function* (container) {
          const served = list(container.value["ports"]).some(
            (port) =>
              targets.includes(at(port, "name") ?? NaN) ||
              targets.includes(at(port, "containerPort")),
          );
          const path = `${container.path}.lifecycle.preStop`;
          const key = `${resource.id} ${path}`;
          if (!served || told.has(key) || (drainSeconds(container) ?? 0) > 0) return;
          told.add(key);
          const is = isUnset(at(container.value, "lifecycle", "preStop")) ? undefined : "no wait";
          yield { resource, path, is, must: "wait until proxies have left" };
        });
      });
    });
  },
};
