import type { Refusal } from "../gates/gate.ts";
import { printable } from "../smoke/transcript.ts";

/** Levels as programs write them, in JSON and in text. `notice` and below are news. */
const LEVEL = /^(?:err(?:or)?|crit(?:ical)?|alert|emerg(?:ency)?|fatal|panic|severe)$/i;

/** pino and bunyan count: 50 is an error, 60 is fatal. */
const FIRST_ERROR = 50;

/** `level=error`, `… [error] …`, `ERROR …`, the last two after at most a time: logfmt, nginx, and most others. */
const PATTERNS = [
  /\b(?:level|lvl|severity)="?([a-z]+)/i,
  /^[\d\-:.,/+TZ ]*\[([a-z]+)\]/i,
  /^[\d\-:.,/+TZ ]*([A-Z]{3,})[ :]/,
];

/** Whether a line of a log says that something went wrong. */
export function isError(line: string): boolean {
  const level = levelIn(line);
  return typeof level === "number" ? level >= FIRST_ERROR : LEVEL.test(level);
}

function levelIn(line: string): string | number {
  if (line.startsWith("{")) {
    try {
      const { level, severity, lvl } = JSON.parse(line) as Record<string, unknown>;
      const found = level ?? severity ?? lvl;
      return typeof found === "string" || typeof found === "number" ? found : "";
    } catch {
      // Text that begins with a brace.
    }
  }
  const found = PATTERNS.map((pattern) => pattern.exec(line)?.[1]);
  return found.find((level) => level !== undefined) ?? "";
}

/** What one container has said to have gone wrong. */
export interface ContainerErrors {
  readonly pod: string;
  readonly container: string;
  readonly count: number;
  /** The first of the lines, without secrets. */
  readonly first: string;
}

/** Longer lines are stack traces and dumps. */
const SHOWN = 300;

/** Whether no new pod has said that something went wrong. */
export function judgeLogs(errors: readonly ContainerErrors[]): Refusal[] {
  return errors.map(({ pod, container, count, first }) => ({
    item: "step4.9",
    problem:
      `${container} of pod ${pod} says: ${printable(first).slice(0, SHOWN)}` +
      (count > 1 ? ` (and ${count - 1} more)` : ""),
    fix: `See \`kubectl logs ${pod} --container ${container}\`. What was nothing is forgotten after some minutes: run \`pulumi up\` again.`,
  }));
}
