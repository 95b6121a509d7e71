import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { type RequestOptions, request } from "node:https";
import { text } from "node:stream/consumers";
import type { Connection } from "./connect.ts";

/** One request to the API server. */
export interface Asked {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Path in the API, with its query (`/api/v1/namespaces/taskflow/pods?limit=1`). */
  readonly path: string;
  readonly body?: object;
  /** Type of the body. Default: `application/json`. */
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** Seconds without a byte after which nobody is there any more. Longer than a watch is quiet. */
const SILENCE_SECONDS = 90;

/** An answer that says no. */
export class StatusError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "StatusError";
    this.status = status;
  }
}

/**
 * Asks for one object.
 *
 * @throws StatusError with what the server said, or Error when it did not answer.
 */
export async function ask<T>(connection: Connection, asked: Asked): Promise<T> {
  return JSON.parse(await text(await send(connection, asked))) as T;
}

/** Asks for text, line by line as it comes. Ends with the answer. */
export async function* lines(connection: Connection, asked: Asked): AsyncGenerator<string> {
  const response = await send(connection, asked);
  response.setEncoding("utf8");
  let rest = "";
  for await (const chunk of response) {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest !== "") yield rest;
}

async function send(connection: Connection, asked: Asked): Promise<IncomingMessage> {
  const { method = "GET", path, body, contentType = "application/json", signal } = asked;
  const prefix = connection.server.pathname.replace(/\/$/, "");
  const credentials = await connection.credentials();
  const options: RequestOptions = {
    ...credentials,
    method,
    ...(signal && { signal }),
    headers: {
      ...(credentials.headers as Record<string, string> | undefined),
      Accept: "application/json",
      ...(body && { "Content-Type": contentType }),
    },
  };
  const sent = request(new URL(prefix + path, connection.server), options);
  sent.setTimeout(SILENCE_SECONDS * 1000, () => {
    sent.destroy(new Error(`The API server was silent for ${SILENCE_SECONDS} s.`));
  });
  // Once there is an answer, its stream is what fails.
  sent.on("error", () => undefined);
  const answered = once(sent, "response") as Promise<[IncomingMessage]>;
  sent.end(body && JSON.stringify(body));
  const [response] = await answered;
  const { statusCode = 0 } = response;
  if (statusCode >= 200 && statusCode < 300) return response;
  throw new StatusError(statusCode, `${method} ${path}: ${messageOf(await text(response))}`);
}

/** The sentence in a `Status` object, or all that came instead of one. */
function messageOf(answer: string): string {
  try {
    const { message } = JSON.parse(answer) as { message?: unknown };
    if (typeof message === "string") return message;
  } catch {
    // A proxy has answered.
  }
  return answer.slice(0, 200);
}
