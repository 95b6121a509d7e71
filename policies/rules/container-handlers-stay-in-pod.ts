import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import { handlersOf, isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

const probe = (host?: string) => ({
  httpGet: { path: "/livez", port: 8080, ...(host && { host }) },
});

export const containerHandlersStayInPod: Rule = {
  name: "container-handlers-stay-in-pod",
  title: "Probes and lifecycle handlers ask the pod itself and no other host.",
  why: "The kubelet makes these requests from the node, past every network policy: whoever names the host sends the node anywhere.",
  severity: "high",
  checklist: [],
  standards: { podSecurity: { level: "baseline", control: "Host Probes / Lifecycle Hooks" } },
  fix: "Remove `host`: the pod's own address is the default. A virtual host goes into `httpHeaders`.",
  examples: {
    compliant: [deployment({ container: { livenessProbe: probe() } })],
    violating: [
      deployment({ container: { livenessProbe: probe("169.254.169.254") } }),
      deployment({ container: { lifecycle: { preStop: { tcpSocket: { port: 1, host: "x" } } } } }),
    ],
  },
  looksAt: "container",
  *check(container) {
    yield* each(handlersOf(container), function* ({ path, read }) {
      const handler = read();
      yield* each(["httpGet", "tcpSocket"], function* (action) {
        const host = at(handler, action, "host");
        if (!isUnset(host) && host !== "") {
          yield { path: `${path}.${action}.host`, is: host, must: "not be set" };
        }
      });
    });
  },
};
