import { each, eachIn } from "../each.ts";
import { service } from "../example-objects.ts";
import { deployment } from "../examples.ts";
import { at, list, word } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import { podsOf } from "../index-pods.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";
import { mapSelector } from "../selectors.ts";
import { type Pod, containersOf } from "../workloads.ts";

const ports = [{ name: "http", containerPort: 8080 }];

export const servicePortExists: Rule = {
  name: "service-port-exists",
  title: "Every port of a Service leads to a port that its pods declare.",
  why: "A port that no container has refuses every connection, and only the first visitor notices.",
  severity: "high",
  checklist: ["step4.7"],
  standards: { kubeLinter: ["invalid-target-ports"], kubescape: ["C-0298"] },
  fix: "Make `targetPort` the name, or the number, of a port of a container.",
  examples: {
    compliant: [deployment({ container: { ports } }), service()],
    violating: [deployment({ container: { ports } }), service({ ports: [{ port: 80 }] })],
  },
  looksAt: "graph",
  *check(graph) {
    const pods = podsOf(graph);
    yield* each(objectsOf(graph).of("Service", ""), function* ({ resource, namespace }) {
      const selector = mapSelector(at(resource.inputs, "spec", "selector"));
      const selected = pods.selected(namespace, selector);
      yield* eachIn(at(resource.inputs, "spec", "ports"), "spec.ports", function* (port, path) {
        const given = at(port, "targetPort");
        const target = isUnset(given) ? at(port, "port") : given;
        const protocol = at(port, "protocol") ?? "TCP";
        for (const { pod } of selected) {
          if (!pod || declares(pod, target, protocol)) continue;
          yield {
            resource,
            path: `${path}.targetPort`,
            ...(!isUnset(given) && { is: given }),
            must: `be a port of ${word(at(pod.resource.inputs, "kind"))} ${pod.resource.name}`,
          };
        }
      });
    });
  },
};

function declares(pod: Pod, target: unknown, protocol: unknown): boolean {
  const number = typeof target === "string" && /^\d+$/.test(target) ? Number(target) : target;
  return containersOf(pod).some(
    ({ kind, value }) =>
      (kind === "container" || kind === "sidecar") &&
      list(value["ports"]).some(
        (port) =>
          (at(port, "containerPort") === number || at(port, "name") === target) &&
          (at(port, "protocol") ?? "TCP") === protocol,
      ),
  );
}
