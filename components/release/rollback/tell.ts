import { WENT_BACK, runbookAnchor } from "../../monitoring/rules/rule.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { Servers } from "../monitoring/servers.ts";
import { within } from "../smoke/within.ts";
import { PATIENCE_SECONDS } from "./observed.ts";

/** What whoever hears of alerts is to hear when somebody goes back. */
export interface News {
  readonly stack: string;
  /** The release that is gone back to. */
  readonly version: string;
  /** The release that is undone; absent where nobody has recorded one. */
  readonly from?: string;
  readonly reason: string;
  /** Id of the record. */
  readonly record: string;
  /** Address of the runbook. */
  readonly runbookUrl: string;
}

/**
 * The news as Alertmanager takes them. Nobody says that it is over: it is, when Alertmanager has heard no more of it for
 * five minutes.
 */
export function alertOf({ stack, version, from, reason, record, runbookUrl }: News): object {
  return {
    labels: { alertname: WENT_BACK, severity: "warning", concern: "release", record },
    annotations: {
      summary: `${stack} goes back to ${version}${from === undefined ? "" : ` from ${from}`}.`,
      description: `${reason} (record ${record})`,
      runbook_url: `${runbookUrl}#${runbookAnchor(WENT_BACK)}`,
    },
  };
}

/**
 * Tells the receivers of alerts that somebody goes back.
 *
 * @param namespace of the bundled Alertmanager.
 * @throws Error when it does not take the news.
 */
export async function tell(connection: Connection, namespace: string, news: News): Promise<void> {
  const servers = new Servers(connection, () => undefined);
  try {
    const { url } = await servers.reach({ namespace, name: "alertmanager", port: "http" });
    const response = await fetch(new URL("/api/v2/alerts", url), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify([alertOf(news)]),
      signal: within(PATIENCE_SECONDS),
    });
    if (!response.ok) throw new Error(`Alertmanager answers with ${response.status}`);
  } finally {
    await servers.close();
  }
}
