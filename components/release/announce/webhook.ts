import { answerOf } from "../services/answer.ts";
import type { Release, WebhookInput } from "./input.ts";
import type { Message } from "./message.ts";

/** The body: a text for Slack and what speaks its format, all that is known for anything else. */
export function bodyOf(format: WebhookInput["format"], message: Message, release: Release): object {
  const { title, text } = message;
  return format === "slack"
    ? { text: `*${title}*\n${text}` }
    : { event: "release", title, text, version: release.version, environment: release.environment };
}

/** @throws Error with what it answers instead of taking it. */
export async function postWebhook(url: string, body: object): Promise<void> {
  const { status, body: said } = await answerOf(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    redirect: "error",
  });
  if (status < 200 || status >= 300) throw new Error(`It answers with ${status}: ${said}`);
}
