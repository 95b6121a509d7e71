import { each, eachIn } from "../each.ts";
import { service } from "../example-objects.ts";
import { at, isKind, list } from "../graph.ts";
import { isUnset } from "../pods.ts";
import type { Finding, Rule } from "../rule.ts";

export const serviceStaysInside: Rule = {
  name: "service-stays-inside",
  title:
    "Services are reached from inside the cluster only: type ClusterIP, no node port, no external address.",
  why: "What a Service opens to the outside goes past the edge: past TLS, rate limits and source ranges.",
  severity: "high",
  checklist: ["infra.5", "infra.8"],
  standards: {
    kubeScore: ["service-type"],
    kubeLinter: ["exposed-services"],
    trivy: ["KSV-0108"],
    kubescape: ["C-0256"],
  },
  fix: "Use `type: ClusterIP`, and let the edge route to it.",
  examples: {
    compliant: [service()],
    violating: [service({ type: "NodePort" })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "Service", "")) return;
    const spec = at(resource.inputs, "spec");
    yield* each(
      [
        function* (): Generator<Finding> {
          const type = at(spec, "type");
          if (!isUnset(type) && type !== "ClusterIP") {
            yield { path: "spec.type", is: type, must: "be ClusterIP" };
          }
        },
        function* (): Generator<Finding> {
          const addresses = at(spec, "externalIPs");
          if (list(addresses).length > 0) {
            yield { path: "spec.externalIPs", is: addresses, must: "be absent" };
          }
        },
        () =>
          eachIn(at(spec, "ports"), "spec.ports", function* (port, path) {
            const nodePort = at(port, "nodePort");
            if (!isUnset(nodePort) && nodePort !== 0) {
              yield { path: `${path}.nodePort`, is: nodePort, must: "be absent" };
            }
          }),
      ],
      (part) => part(),
    );
  },
};
