import type { Transporter } from "nodemailer";

/** A mail server, as the configuration has it. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `starttls`: begun in the clear, and refused where the server does not encrypt then. `tls`: encrypted at once. */
  readonly encryption: "starttls" | "tls";
  readonly username: string;
}

/** Milliseconds that a server may be silent. */
const SILENCE = 20_000;

/** A connection to the server, which is made when it is first used. */
export async function smtp(
  { host, port, encryption, username }: SmtpServer,
  password: string,
): Promise<Transporter> {
  // Only two gates need it.
  const { createTransport } = await import("nodemailer");
  return createTransport({
    host,
    port,
    secure: encryption === "tls",
    requireTLS: encryption === "starttls",
    auth: { user: username, pass: password },
    connectionTimeout: SILENCE,
    greetingTimeout: SILENCE,
    socketTimeout: SILENCE,
  });
}
