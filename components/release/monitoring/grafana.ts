import { DATASOURCES } from "../../monitoring/grafana/config.ts";
import type { Refusal } from "../gates/gate.ts";
import { type Server, answerOf } from "./api.ts";

/** An answer of Grafana. */
export interface Answered {
  /** As a message names it: `dashboard taskflow-overview`. */
  readonly what: string;
  readonly status: number;
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
