import { hasStopped } from "./attempt.ts";
import type { Entry } from "./entry.ts";

/**
 * Records that are kept in the cluster, the newest ones; older ones are in the backup repository alone. 100 are a year of
 * two releases a week, and at 10 to 50 KiB each not more than 5 MiB of what the API server keeps.
 */
export const KEPT_RECORDS = 100;

/** Hours after which nobody goes on with an attempt: a Job of a gate may take six. */
const ABANDONED_HOURS = 24;

/** An attempt and what is known of it. */
export interface Attempt {
  readonly id: string;
  /** The oldest first. */
  readonly entries: readonly Entry[];
}

/** Entries by attempt, the oldest attempt first. */
export function attemptsIn(entries: readonly Entry[]): Attempt[] {
  return [...Map.groupBy(entries, ({ attempt }) => attempt)].map(([id, entries]) => ({
    id,
    entries,
  }));
}

/** Whether an attempt is over that nobody has closed: it was stopped, or left alone. */
export function isOver({ entries }: Attempt, now: Date): boolean {
  const running = entries.at(-1);
  const last = Date.parse(running?.at ?? "");
  const abandoned = now.getTime() - last > ABANDONED_HOURS * 3_600_000;
  const stopped = hasStopped(entries) && running?.moment === "ended";
  return stopped || abandoned;
}

/** Those of the ids, the oldest first, that are no longer kept. */
export function expired(ids: readonly string[]): readonly string[] {
  return ids.slice(0, Math.max(0, ids.length - KEPT_RECORDS));
}
