import { smtp } from "../services/smtp.ts";
import type { MailInput } from "./input.ts";
import type { Message } from "./message.ts";

/**
 * Sends one mail to all. Its id is the release's, by which mail programs show a second one as the same.
 *
 * @throws Error with what the server says instead of taking it, for all or for one of them.
 */
export async function sendMail(
  { server, from, to, release }: Pick<MailInput, "server" | "from" | "to" | "release">,
  { title, text }: Message,
  password: string,
): Promise<void> {
  const connection = await smtp(server, password);
  try {
    const domain = from.slice(from.lastIndexOf("@") + 1);
    await connection.sendMail({
      from,
      to: [...to],
      subject: title,
      text,
      messageId: `<taskflow.${release.environment}.${release.version}@${domain}>`,
      // Nobody is there to be told that somebody is away.
      headers: { "Auto-Submitted": "auto-generated" },
    });
  } finally {
    connection.close();
  }
}
