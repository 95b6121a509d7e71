import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import type { Answer, SmokeRequest } from "./exchange.ts";

/** Far above any answer of the run: an endless one ends here. */
const MAX_BYTES = 4 * 2 ** 20;

/** How a request is sent. */
export interface Transport {
  readonly agent: http.Agent;
  /** Default: what the host resolves to. */
  readonly address: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Sends a request, follows no redirect, tries nothing twice.
 *
 * @throws Error when there is no whole answer.
 */
export async function transfer(
  { method, url, headers, body }: SmokeRequest,
  { agent, address, signal }: Transport,
): Promise<Answer> {
  const send = url.protocol === "https:" ? https.request : http.request;
  const request = send({
    agent,
    method,
    signal,
    host: address ?? hostOf(url),
    port: url.port === "" ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    headers: {
      Host: url.host,
      "User-Agent": "taskflow-smoke",
      ...(body !== undefined && { "Content-Length": Buffer.byteLength(body) }),
      ...headers,
    },
  });
  // Once there is a response, its stream is what fails.
  request.on("error", () => undefined);
  const responded = once(request, "response") as Promise<[IncomingMessage]>;
  request.end(body);
  const [response] = await responded;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += (chunk as Buffer).length;
    if (size > MAX_BYTES) throw new Error(`The answer is larger than ${MAX_BYTES} bytes.`);
    chunks.push(chunk as Buffer);
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/** As sockets want it: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}
