import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each, some } from "../each.ts";
import { isUnset, serves } from "../pods.ts";
import type { Rule } from "../rule.ts";

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"];
const ACTIONS = ["httpGet", "tcpSocket", "exec", "grpc"];

const ports = [{ name: "http", containerPort: 8080 }];
const probe = (path: string) => ({ httpGet: { path, port: "http" } });
const startupProbe = probe("/livez");
const livenessProbe = probe("/livez");
const readinessProbe = probe("/readyz");

export const containerProbes: Rule = {
  name: "container-probes",
  title: "Every serving container has a startup, a readiness and a liveness probe.",
  why: "Without them requests reach what is not ready, a hanging process stays, and a slow start is taken for a hanging one.",
  severity: "medium",
  checklist: ["mon.5"],
  standards: {
    kubeScore: ["pod-probes"],
    kubeLinter: ["no-liveness-probe", "no-readiness-probe"],
    polaris: ["readinessProbeMissing", "livenessProbeMissing"],
    checkov: ["CKV_K8S_8", "CKV_K8S_9"],
    kubescape: ["C-0018", "C-0056"],
  },
  fix: "Add the probe. Jobs, init containers and containers without ports need none.",
  examples: {
    compliant: [
      deployment({ container: { ports, startupProbe, readinessProbe, livenessProbe } }),
      deployment(),
    ],
    violating: [
      deployment({ container: { ports, readinessProbe, livenessProbe } }),
      deployment({ container: { ports, startupProbe, livenessProbe } }),
      deployment({ container: { ports, startupProbe, readinessProbe } }),
      deployment({ container: { ports, startupProbe, readinessProbe, livenessProbe: {} } }),
    ],
  },
  looksAt: "container",
  *check(container) {
    if (!serves(container)) return;
    const { value, path } = container;
    yield* each(PROBES, function* (name) {
      const probe = at(value, name);
      if (some(ACTIONS, (action) => !isUnset(at(probe, action)))) return;
      const is = isUnset(probe) ? undefined : "a probe that asks nothing";
      yield { path: `${path}.${name}`, is, must: `ask by one of ${ACTIONS.join(", ")}` };
    });
  },
};
