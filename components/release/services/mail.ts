import { sentenceOf } from "../evidence/words.ts";
import type { Refusal } from "../gates/gate.ts";
import { type SmtpServer, smtp } from "./smtp.ts";

/** Whether the mail server encrypts and lets us in. Nothing is sent. */
export async function examineMail(server: SmtpServer, password: string): Promise<Refusal[]> {
  const connection = await smtp(server, password);
  try {
    await connection.verify();
    return [];
  } catch (error) {
    return [
      {
        item: "conf.7",
        problem: `Mail server ${server.host}:${server.port} does not let ${server.username} in: ${sentenceOf(error)}`,
        fix: "Correct taskflow:mail, or the secret taskflow:mailPassword.",
      },
    ];
  } finally {
    connection.close();
  }
}
