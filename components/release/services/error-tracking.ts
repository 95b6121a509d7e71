import { messageOf } from "../evidence/words.ts";
import type { Refusal } from "../gates/gate.ts";
import { answerOf } from "./answer.ts";

/** Answers by which a service says that it does not know the project or its key. */
const UNKNOWN = [401, 403, 404];

/**
 * Whether errors are taken at the address: it is sent an envelope without anything in it. Source:
 * https://develop.sentry.dev/sdk/data-model/envelopes/
 */
export async function examineErrorTracking(dsn: string): Promise<Refusal[]> {
  const problem = await problemOf(dsn);
  if (problem === undefined) return [];
  return [
    {
      item: "mon.7",
      problem: `Error tracking does not take errors: ${problem}.`,
      fix: "Set the secret taskflow:errorTrackingDsn to the DSN that the project shows.",
    },
  ];
}

async function problemOf(dsn: string): Promise<string | undefined> {
  const envelope = envelopeOf(dsn);
  if (!envelope) return "its address is no DSN, as https://KEY@HOST/PROJECT";
  try {
    const { status } = await answerOf(envelope.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-sentry-envelope",
        "X-Sentry-Auth": `Sentry sentry_version=7, sentry_client=taskflow/1.0, sentry_key=${envelope.key}`,
      },
      body: "{}\n",
    });
    return UNKNOWN.includes(status) || status >= 500 ? `it answers with ${status}` : undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** Where envelopes go, and with which key. Undefined of what is no DSN. */
export function envelopeOf(
  dsn: string,
): { readonly url: string; readonly key: string } | undefined {
  if (!URL.canParse(dsn)) return undefined;
  const { protocol, host, pathname, username: key } = new URL(dsn);
  const [, prefix = "", project] = /^(.*)\/([^/]+)$/.exec(pathname) ?? [];
  if (protocol !== "https:" || key === "" || project === undefined) return undefined;
  return { url: `https://${host}${prefix}/api/${project}/envelope/`, key };
}
