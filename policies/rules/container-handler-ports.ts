import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { each } from "../each.ts";
import { handlersOf, isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

const probed = (port: unknown) =>
  deployment({
    container: {
      ports: [{ name: "http", containerPort: 8080 }],
      livenessProbe: { httpGet: { path: "/livez", port } },
    },
  });

export const containerHandlerPorts: Rule = {
  name: "container-handler-ports",
  title: "Probes and lifecycle handlers ask a port that their container declares.",
  why: "A probe of a port that is not there never succeeds, and the rollout waits for it until it fails.",
  severity: "medium",
  checklist: ["mon.5"],
  standards: { kubeLinter: ["liveness-port", "readiness-port", "startup-port"] },
  fix: "Name a port of the container's `ports`.",
  examples: {
    compliant: [probed("http"), probed(8080)],
    violating: [probed("metrics"), probed(8081)],
  },
  looksAt: "container",
  *check(container) {
    yield* each(handlersOf(container), function* ({ path, read }) {
      const handler = read();
      yield* each(["httpGet", "tcpSocket", "grpc"], function* (action) {
        const asked = at(handler, action);
        if (isUnset(asked)) return;
        const port = at(asked, "port");
        const declared = list(at(container.value, "ports")).some((candidate) =>
          typeof port === "string"
            ? at(candidate, "name") === port
            : !isUnset(port) && at(candidate, "containerPort") === port,
        );
        if (declared) return;
        const must = "be the name or the number of a port that the container declares";
        yield { path: `${path}.${action}.port`, is: port ?? undefined, must };
      });
    });
  },
};
