import * as z from "zod/mini";
import { shape } from "../evidence/shape.ts";
import { messageOf } from "../evidence/words.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { mountedSecrets } from "../kubernetes/mounted-secrets.ts";
import type { Pod } from "../kubernetes/objects.ts";
import { forwardService } from "../kubernetes/port-forward.ts";
import { ask, lines } from "../kubernetes/request.ts";
import { WORKLOAD_NAMES } from "../readiness/input.ts";
import { printable } from "../smoke/transcript.ts";
import type { LiveWorkloads } from "./target.ts";

/** What can be had of what went wrong, before it is gone with its pods. */
export interface Observed {
  /** Alerts that fire, or why nobody knows. */
  readonly alerts: readonly string[];
  /** The last that pods have said, by pod, without the secrets that they can read. */
  readonly logs: readonly { readonly pod: string; readonly lines: readonly string[] }[];
}

/** Milliseconds that people wait for it, who are not served meanwhile. */
const PATIENCE = 10_000;

/** Lines of each pod. */
const TAIL = 40;

const answer = z.object({
  data: z.object({
    alerts: z.array(
      z.object({
        state: z.string(),
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()),
      }),
    ),
  }),
});

/** Looks at alerts and logs. What cannot be had is said, and keeps nobody from going back. */
export async function observe(
  connection: Connection,
  namespaces: { readonly application: string; readonly monitoring: string | undefined },
  live: LiveWorkloads,
): Promise<Observed> {
  const [alerts, logs] = await Promise.all([
    alertsOf(connection, namespaces.monitoring),
    Promise.all(
      WORKLOAD_NAMES.map((name) => logsOf(connection, namespaces.application, name, live)),
    ),
  ]);
  return { alerts, logs: logs.flat() };
}

async function alertsOf(connection: Connection, namespace: string | undefined): Promise<string[]> {
  if (namespace === undefined) return ["The monitoring is not the stack's: see it for alerts."];
  const service = { namespace, name: "prometheus", port: "http" };
  try {
    const { port, close } = await forwardService(connection, service, () => undefined);
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/alerts`, { signal });
      const read = shape(answer, await response.json());
      if (!read.ok) return ["Prometheus has not said which alerts fire."];
      return read.value.data.alerts
        .filter(({ state, labels }) => state === "firing" && labels["severity"] !== "none")
        .map(({ labels, annotations }) =>
          printable(`${labels["alertname"] ?? ""}: ${annotations["summary"] ?? ""}`),
        );
    } finally {
      close();
    }
  } catch (error) {
    return [`Prometheus has not said which alerts fire: ${printable(messageOf(error))}`];
  }
}

async function logsOf(
  connection: Connection,
  namespace: string,
  name: keyof LiveWorkloads,
  live: LiveWorkloads,
): Promise<Observed["logs"]> {
  const signal = AbortSignal.timeout(PATIENCE);
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
