import { setTimeout as pause } from "node:timers/promises";
import { sentenceOf } from "../evidence/words.ts";
import type { Refusal } from "../gates/gate.ts";

/** A question that is asked again until nothing is wrong. */
export interface Part {
  /** Item of the checklist that does not hold while it cannot be asked. */
  readonly item: string;
  readonly ask: () => Promise<readonly Refusal[]>;
}

const PAUSE_SECONDS = 5;

/**
 * Asks everything until nothing is wrong at one time, or the time is over.
 *
 * @returns what was wrong at last.
 */
export async function untilNone(
  parts: readonly Part[],
  seconds: number,
  progress: (line: string) => void,
  pauseSeconds = PAUSE_SECONDS,
): Promise<readonly Refusal[]> {
  const end = performance.now() + seconds * 1000;
  let said = "";
  for (;;) {
    const refusals = (await Promise.all(parts.map(answered))).flat();
    const [first, ...others] = refusals;
    if (!first || performance.now() > end) return refusals;
    const more = others.length > 0 ? ` (and ${others.length} more)` : "";
    const says = `waits: ${first.item}: ${first.problem}${more}`;
    if (says !== said) progress(says);
    said = says;
    await pause(pauseSeconds * 1000);
  }
}

async function answered({ item, ask }: Part): Promise<readonly Refusal[]> {
  try {
    return await ask();
  } catch (error) {
    return [
      {
        item,
        problem: `It could not be asked: ${sentenceOf(error)}`,
        fix: "See whether its pod runs, and whether the API server can be reached from here.",
      },
    ];
  }
}
