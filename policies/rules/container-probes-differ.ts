import { deployment } from "../examples.ts";
import { at, list, record } from "../graph.ts";
import { isUnset, portNumber, serves } from "../pods.ts";
import type { Rule } from "../rule.ts";
import type { Container } from "../workloads.ts";

const ports = [{ name: "http", containerPort: 8080 }];
const probed = (ready: unknown, alive: unknown) =>
  deployment({ container: { ports, readinessProbe: ready, livenessProbe: alive } });

export const containerProbesDiffer: Rule = {
  name: "container-probes-differ",
  title: "A container is asked one thing to know whether it is ready and another whether it lives.",
  why: "Asked the same, a container that waits for its database is killed instead of left alone, on every replica at once.",
  severity: "medium",
  checklist: ["mon.5"],
  standards: { kubeScore: ["pod-probes-identical"] },
  fix: "Ask for readiness what needs other parts, and for liveness what the process alone can answer.",
  examples: {
    compliant: [
      probed(
        { httpGet: { path: "/readyz", port: "http" } },
        { httpGet: { path: "/livez", port: "http" } },
      ),
    ],
    violating: [
      probed(
        { httpGet: { path: "/livez", port: 8080 }, periodSeconds: 5 },
        { httpGet: { path: "/livez", port: "http" }, periodSeconds: 10 },
      ),
      probed({ exec: { command: ["true"] } }, { exec: { command: ["true"] } }),
    ],
  },
  looksAt: "container",
  *check(container) {
    const { value, path } = container;
    if (!serves(container)) return;
    const alive = question(container, at(value, "livenessProbe"));
    if (alive !== undefined && alive === question(container, at(value, "readinessProbe"))) {
      const must = "ask something else than readinessProbe";
      yield { path: `${path}.livenessProbe`, is: "the same question", must };
    }
  },
};

/** What a probe asks, without how often: two that ask the same have the same question. */
function question(container: Container, probe: unknown): string | undefined {
  const action = (name: string) => record(at(probe, name));
  const port = (value: unknown) => portNumber(container, value) ?? value ?? null;
  const http = action("httpGet");
  if (http) {
    // Kubernetes' default, and what an empty path means.
    const path = isUnset(http["path"]) || http["path"] === "" ? "/" : http["path"];
    return JSON.stringify(["http", path, port(http["port"])]);
  }
  const exec = action("exec");
  if (exec) return JSON.stringify(["exec", list(exec["command"])]);
  const grpc = action("grpc");
  if (grpc) return JSON.stringify(["grpc", port(grpc["port"]), grpc["service"] ?? ""]);
  const tcp = action("tcpSocket");
  if (tcp) return JSON.stringify(["tcp", port(tcp["port"])]);
  return undefined;
}
