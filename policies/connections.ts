/** What a text says about one connection to PostgreSQL that it should not, in words that do not repeat it. */
export interface ConnectionFault {
  readonly is: string;
}

/** `sslmode=require`, `sslmode: require`, `PGSSLMODE=require`; not the settings of a pooler, `server_tls_sslmode`. */
const MODE = /(?<![\w-])(?:pg)?sslmode["']?\s*[=:]\s*["']?([\w-]+)/gi;

const URL = /(?:jdbc:)?(?:postgres|postgresql):\/\/[^\s"'`<>]+/gi;

/** Over a socket of its own pod nothing leaves the pod, and PostgreSQL offers no TLS. */
const SOCKET = /[?&\s](?:host|pghost)=(?:\/|%2f)|^(?:host|pghost)=(?:\/|%2f)/i;

/** Every connection in a text that does not verify the server, a line at a time. */
export function* connectionFaults(text: string): Generator<ConnectionFault> {
  // Most texts are about something else.
  if (!/sslmode|postgres/i.test(text)) return;
  for (const line of text.split("\n")) {
    if (SOCKET.test(line)) continue;
    for (const [, mode = ""] of line.matchAll(MODE)) {
      if (mode.toLowerCase() !== "verify-full") yield { is: `sslmode ${mode}` };
    }
    for (const [url] of line.matchAll(URL)) {
      if (!/[?&]sslmode=/i.test(url)) yield { is: "an address without sslmode" };
    }
  }
}
