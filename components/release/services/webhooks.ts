import { messageOf } from "../evidence/words.ts";
import type { Refusal } from "../gates/gate.ts";
import { type ServiceAnswer, answerOf } from "./answer.ts";
import type { WebhooksInput } from "./input.ts";

type Format = WebhooksInput["webhooks"][number]["format"];

/**
 * Whether a webhook is there, without posting anything: Slack, and what speaks its format, refuses a message without a
 * text, and so says that it takes others. Of anything else it is asked whether there is something at the address.
 *
 * @param name as the configuration calls the secret.
 */
export async function examineWebhook(
  name: string,
  format: Format,
  url: string,
): Promise<Refusal[]> {
  const problem = await problemOf(format, url);
  if (problem === undefined) return [];
  return [
    {
      item: "conf.8",
      problem: `The webhook of ${name} does not take messages: ${problem}.`,
      fix: `Make a new one, and set the secret taskflow:${name} to its address.`,
    },
  ];
}

async function problemOf(format: Format, url: string): Promise<string | undefined> {
  try {
    const answer =
      format === "slack"
        ? await answerOf(url, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: "{}",
          })
        : await answerOf(url, { method: "HEAD" });
    return isThere(format, answer) ? undefined : `it answers with ${said(answer)}`;
  } catch (error) {
    return messageOf(error);
  }
}

function isThere(format: Format, { status }: ServiceAnswer): boolean {
  if (format === "slack") return status === 400;
  // Most receivers take no other method than POST.
  return status < 400 || status === 400 || status === 405;
}

function said({ status, body }: ServiceAnswer): string {
  return body === "" ? String(status) : `${status}: ${body}`;
}
