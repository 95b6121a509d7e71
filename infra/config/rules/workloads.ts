import {
  type Path,
  type Problem,
  howToRemove,
  howToSetSecret,
  keyOf,
  problem,
} from "../problem.ts";
import { bytes, millicores } from "../../../components/kubernetes/quantity.ts";
import type { Settings } from "../schema/index.ts";
import { rule } from "./rule.ts";

type Resources = Settings["backend"]["resources"];

const PROGRAMS = ["backend", "frontend"] as const;

/** A request above the limit is refused by the API server, in the middle of an update. */
export const requestsWithinLimits = rule(
  ["backend", "frontend", "database"],
  ["infra.3"],
  (settings) => [
    ...PROGRAMS.flatMap((name) => within([name, "resources"], settings[name].resources)),
    ...within(["database", "pooler", "resources"], settings.database.pooler.resources),
    ...(settings.database.type === "bundled"
      ? within(["database", "resources"], settings.database.resources)
      : []),
  ],
);

function within(path: Path, resources: Resources): Problem[] {
  return (["cpu", "memory", "ephemeralStorage"] as const).flatMap((name) => {
    const { request, limit } = resources[name];
    const amount = name === "cpu" ? millicores : bytes;
    if (amount(request) <= amount(limit)) return [];
    const message = `is ${request}; it must not exceed the limit, which is ${limit}`;
    return [problem([...path, name, "request"], message, limit)];
  });
}

/** An autoscaler whose bounds are equal scales nothing. */
export const autoscalerBounds = rule([...PROGRAMS], ["step7.4"], (settings) =>
  PROGRAMS.flatMap((name) => {
    const { minReplicas, maxReplicas } = settings[name].autoscaling;
    if (maxReplicas > minReplicas) return [];
    const message = `is ${String(maxReplicas)}; it must be more than minReplicas, which is ${String(minReplicas)}`;
    return [problem([name, "autoscaling", "maxReplicas"], message, minReplicas * 3)];
  }),
);

/** One replica is noticed by every rollout and every lost node. */
export const twoReplicas = rule(["environment", ...PROGRAMS], ["step7.4"], (settings) =>
  PROGRAMS.flatMap((name) => {
    const { minReplicas } = settings[name].autoscaling;
    if (settings.environment === "local" || minReplicas >= 2) return [];
    const message = `is ${String(minReplicas)}; in ${settings.environment} it must be at least 2`;
    return [problem([name, "autoscaling", "minReplicas"], message, 2)];
  }),
);

/** A grace period that ends with the drain kills the requests that the drain has let in. */
export const graceAfterDrain = rule([...PROGRAMS], [], (settings) =>
  PROGRAMS.flatMap((name) => {
    const { drainSeconds, gracePeriodSeconds } = settings[name].shutdown;
    if (gracePeriodSeconds > drainSeconds) return [];
    const message = `is ${String(gracePeriodSeconds)}; it must be more than drainSeconds, which is ${String(drainSeconds)}`;
    return [problem([name, "shutdown", "gracePeriodSeconds"], message, drainSeconds + 30)];
  }),
);

/** With one path for both, a database that is away restarts every pod. */
export const probesDiffer = rule([...PROGRAMS], ["mon.5"], (settings) =>
  PROGRAMS.flatMap((name) => {
    const { readiness, liveness } = settings[name].probes;
    if (readiness !== liveness) return [];
    const message = `is ${liveness}, as readiness is; they must differ`;
    return [problem([name, "probes", "liveness"], message, "/livez")];
  }),
);

/** Words by which scanners, and people, find a credential. */
const CREDENTIAL = /PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|(^|_)KEY(_|$)|API_?KEY|(^|_)DSN(_|$)/;

/** A credential in the environment is read by every child process, crash report and `kubectl describe`. */
export const plainEnvironment = rule([...PROGRAMS], ["sec.4", "sec.5", "conf.9"], (settings) =>
  PROGRAMS.flatMap((name) =>
    Object.keys(settings[name].environment).flatMap((variable) => {
      const path = [name, "environment", variable];
      if (variable === "TZ") {
        const message = "is set for every container by taskflow:timeZone; leave it out";
        return [{ key: keyOf(path), message, example: howToRemove(path) }];
      }
      if (!CREDENTIAL.test(variable)) return [];
      const message =
        "looks like a credential; secrets are keys of their own (taskflow:thirdPartyKeys for those of other services) and reach the program as files";
      return [{ key: keyOf(path), message, example: howToSetSecret("thirdPartyKeys") }];
    }),
  ),
);
