import { messageOf } from "../evidence/words.ts";
import { within } from "../smoke/within.ts";

const ANSWER_SECONDS = 30;

/** A server of the monitoring, where a port of this machine leads to it. */
export interface Server {
  /** As messages name it. */
  readonly name: string;
  /** `http://127.0.0.1:40001` */
  readonly url: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one answer, to its last byte. Default: 30, which a busy one may need. */
  readonly seconds?: number;
}

/** What it answered: the status, and the body as text. */
export async function answerOf(
  server: Server,
  path: string,
  form?: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: string }> {
  try {
    const response = await fetch(new URL(path, server.url), {
      signal: within(server.seconds ?? ANSWER_SECONDS),
      redirect: "manual",
      ...(server.headers && { headers: server.headers }),
      // A query may be longer than a URL.
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new Error(`${server.name} does not answer: ${messageOf(cause)}`, { cause: error });
  }
}

/**
 * What the API of Prometheus, or of Loki, which has the same form, answered.
 *
 * @throws Error with what it says instead.
 */
export async function dataOf<T>(
  server: Server,
  path: string,
  form?: Readonly<Record<string, string>>,
): Promise<T> {
  const { status, body } = await answerOf(server, path, form);
  if (status !== 200) {
    throw new Error(`${server.name} answered ${path} with ${status}: ${body.slice(0, 200)}`);
  }
  return (JSON.parse(body) as { readonly data: T }).data;
}
