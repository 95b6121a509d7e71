import { answerOf } from "../services/answer.ts";
import type { Message } from "./message.ts";

/** How the API of the page is asked. */
export interface StatusPage {
  /** Of the page in the API, without a slash at the end. */
  readonly page: string;
  readonly token: string;
}

/**
 * Puts the release on the page, as something that is over: nothing is left open there for somebody to close. One that is
 * there already is left alone. Source: https://developer.statuspage.io/#operation/postPagesPageIdIncidents
 *
 * @returns whether it was put there, or was there.
 * @throws Error with what the API says instead.
 */
export async function postIncident(
  { page, token }: StatusPage,
  { title, text }: Message,
): Promise<"posted" | "there"> {
  const headers = { Authorization: `OAuth ${token}`, "Content-Type": "application/json" };
  const incidents = `${page}/incidents`;
  const found = await answerOf(`${incidents}?q=${encodeURIComponent(title)}&limit=1`, { headers });
  if (found.status !== 200) throw new Error(`It answers with ${found.status}: ${found.body}`);
  if (found.body.trim() !== "[]") return "there";
  const { status, body } = await answerOf(incidents, {
    method: "POST",
    headers,
    body: JSON.stringify({
      incident: {
        name: title,
        status: "resolved",
        impact_override: "none",
        body: text,
        deliver_notifications: true,
      },
    }),
  });
  if (status !== 201) throw new Error(`It answers with ${status}: ${body}`);
  return "posted";
}
