import { DATASOURCES } from "../../monitoring/grafana/config.ts";
import type { Refusal } from "../gates/gate.ts";
import type { Connection } from "../kubernetes/connect.ts";
import type { Deployment } from "../kubernetes/objects.ts";
import { ask } from "../kubernetes/request.ts";
import { secretFiles } from "../kubernetes/secret-files.ts";
import { type Server, answerOf } from "./api.ts";

/** An answer of Grafana. */
export interface Answered {
  /** As a message names it: `dashboard taskflow-overview`. */
  readonly what: string;
  readonly status: number;
}

/** How its administrator logs in: with the password of the Secret that its pods have. */
export async function grafanaLogin(
  connection: Connection,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<string> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const { spec } = await ask<Deployment>(connection, { path });
  const names = (spec?.template.spec?.volumes ?? []).flatMap(
    ({ secret }) => secret?.secretName ?? [],
  );
  for (const secretName of names) {
    const files = await secretFiles(connection, { namespace, name: secretName });
    const password = files.get("password");
    if (password !== undefined) {
      return `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`;
    }
  }
  throw new Error(`Deployment ${name} has no Secret with the administrator's password`);
}

/** Asks Grafana, as its administrator, for every dashboard, and for what they read. */
export async function askGrafana(server: Server, uids: readonly string[]): Promise<Answered[]> {
  const asked = [
    ...uids.map((uid) => [`dashboard ${uid}`, `/api/dashboards/uid/${uid}`] as const),
    ["data source Prometheus", `/api/datasources/uid/${DATASOURCES.metrics}/health`] as const,
  ];
  return Promise.all(
    asked.map(async ([what, path]) => ({ what, status: (await answerOf(server, path)).status })),
  );
}

/** Whether it has them all. */
export function judgeGrafana(answers: readonly Answered[]): Refusal[] {
  return answers
    .filter(({ status }) => status !== 200)
    .map(({ what, status }) => ({
      item: "step6.3",
      problem: `Grafana answers for ${what} with ${status}.`,
      fix:
        status === 401
          ? "Restart Grafana: it has another administrator's password than its Secret."
          : "See what the log of Grafana says about provisioning.",
    }));
}
