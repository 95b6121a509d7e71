import type { Exchange } from "./exchange.ts";
import { MASK, type Secrets } from "./secrets.ts";

/** Enough of a body to see what is wrong. */
const MAX_BODY = 800;

const SECRET_FIELD =
  /("\w*(?:password|token|secret|session|cookie|key)\w*"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/** As long as no word is that somebody wrote: what it is need not be known. */
const LONG_WORD = /[\w+/=-]{32,}/g;

/** A request and what came back, a line each, without a secret, whether it is known or looks like one. */
export function transcript(
  { request, at, milliseconds, ...became }: Exchange,
  secrets: Secrets,
): string {
  const { answer, problem } = became;
  const lines = [
    `> ${request.method} ${request.url.href}`,
    ...headerLines(">", request.headers),
    ...bodyLines(">", request.body ?? "", secrets),
    ...(answer
      ? [
          `< ${answer.status}`,
          ...headerLines("<", answer.headers),
          ...bodyLines("<", answer.body, secrets),
        ]
      : [`< ${problem ?? ""}`]),
    `after ${Math.round(milliseconds)} ms, at ${at.toISOString()}`,
  ];
  return lines.map((line) => `    ${printable(secrets.mask(line))}`).join("\n");
}

/** On one line, and nothing in it that moves a terminal's cursor or its reading direction. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "?");
}

function headerLines(
  mark: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): string[] {
  return Object.entries(headers).flatMap(([name, values = []]) =>
    [values].flat().map((value) => `${mark} ${name.toLowerCase()}: ${maskedHeader(name, value)}`),
  );
}

function maskedHeader(name: string, value: string): string {
  switch (name.toLowerCase()) {
    case "authorization":
    case "cookie":
      return MASK;
    case "set-cookie":
      // Its flags are no secret, and may be what is wrong.
      return value.replace(/=[^;]*/, `=${MASK}`);
    default:
      return value.replace(LONG_WORD, MASK);
  }
}

function bodyLines(mark: string, body: string, secrets: Secrets): string[] {
  if (body === "") return [];
  const masked = secrets.mask(body).replace(SECRET_FIELD, `$1"${MASK}"`).replace(LONG_WORD, MASK);
  return [`${mark} ${masked.length > MAX_BODY ? `${masked.slice(0, MAX_BODY)}…` : masked}`];
}
