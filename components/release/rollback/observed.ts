import { messageOf } from "../evidence/words.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { mountedSecrets } from "../kubernetes/mounted-secrets.ts";
import type { Pod } from "../kubernetes/objects.ts";
import { ask, lines } from "../kubernetes/request.ts";
import { alertsOf } from "../monitoring/prometheus.ts";
import { Servers } from "../monitoring/servers.ts";
import { WORKLOAD_NAMES } from "../readiness/input.ts";
import { within } from "../smoke/within.ts";
import { printable } from "../smoke/transcript.ts";
import type { LiveWorkloads } from "./target.ts";

/** What can be had of what went wrong, before it is gone with its pods. */
export interface Observed {
  /** Alerts that fire, or why nobody knows. */
  readonly alerts: readonly string[];
  /** The last that pods have said, by pod, without the secrets that they can read. */
  readonly logs: readonly { readonly pod: string; readonly lines: readonly string[] }[];
}

/** Seconds that people wait for an answer, who are not served meanwhile. */
export const PATIENCE_SECONDS = 10;

/** Lines of each pod. */
const TAIL = 40;

/** Looks at alerts and logs. What cannot be had is said, and keeps nobody from going back. */
export async function observe(
  connection: Connection,
  namespaces: { readonly application: string; readonly monitoring: string | undefined },
  live: LiveWorkloads,
): Promise<Observed> {
  const [alerts, logs] = await Promise.all([
    firingAlerts(connection, namespaces.monitoring),
    Promise.all(
      WORKLOAD_NAMES.map((name) => logsOf(connection, namespaces.application, name, live)),
    ),
  ]);
  return { alerts, logs: logs.flat() };
}

async function firingAlerts(
  connection: Connection,
  namespace: string | undefined,
): Promise<string[]> {
  if (namespace === undefined) return ["The monitoring is not the stack's: see it for alerts."];
  const servers = new Servers(connection, () => undefined);
  try {
    const server = await servers.reach({ namespace, name: "prometheus", port: "http" });
    const alerts = await alertsOf({ ...server, seconds: PATIENCE_SECONDS });
    return alerts
      .filter(({ state, labels }) => state === "firing" && labels["severity"] !== "none")
      .map(({ labels, annotations }) =>
        printable(`${labels["alertname"] ?? ""}: ${annotations["summary"] ?? ""}`),
      );
  } catch (error) {
    return [`Prometheus has not said which alerts fire: ${printable(messageOf(error))}`];
  } finally {
    await servers.close();
  }
}

async function logsOf(
  connection: Connection,
  namespace: string,
  name: keyof LiveWorkloads,
  live: LiveWorkloads,
): Promise<Observed["logs"]> {
  const signal = within(PATIENCE_SECONDS);
  const path = `/api/v1/namespaces/${namespace}/pods`;
  try {
    const spec = live[name].deployment.spec?.template.spec ?? { containers: [] };
    const secrets = await mountedSecrets(connection, namespace, spec);
    const { items } = await ask<{ readonly items: readonly Pod[] }>(connection, {
      path: `${path}?labelSelector=app%3D${name}&limit=4`,
      signal,
    });
    return await Promise.all(
      items.map(async ({ metadata }) => {
        const pod = metadata?.name ?? "";
        const said: string[] = [];
        const log = `${path}/${pod}/log?container=${name}&tailLines=${TAIL}`;
        for await (const line of lines(connection, { path: log, signal })) {
          said.push(printable(secrets.mask(line)));
        }
        return { pod, lines: said };
      }),
    );
  } catch (error) {
    return [{ pod: name, lines: [`Its log could not be read: ${printable(messageOf(error))}`] }];
  }
}
