import { randomBytes } from "node:crypto";
import type { Entry } from "./entry.ts";

/** The gate that every release begins with. */
export const FIRST_GATE = "readiness";

/** Name of an attempt: when it began, and what tells it from another of the same second. */
export function newAttempt(now: Date): string {
  const time = now
    .toISOString()
    .replace(/[-:]|\.\d+/g, "")
    .toLowerCase();
  return `${time}-${randomBytes(3).toString("hex")}`;
}

/**
 * The attempt that a gate is part of: the newest of this version, unless that has ended, or cannot have this gate next.
 * A release that is tried again begins with the gate that stopped it, and so does its attempt.
 *
 * @param entries of this version, the oldest first.
 * @returns undefined where the gate begins an attempt.
 */
export function attemptOf(entries: readonly Entry[], gate: string): string | undefined {
  const newest = entries.findLast(({ moment }) => moment === "begun")?.attempt;
  if (newest === undefined || gate === FIRST_GATE) return undefined;
  const own = entries.filter(({ attempt }) => attempt === newest);
  return hasStopped(own) || own.some((each) => each.gate === gate) ? undefined : newest;
}

/** Whether a gate of an attempt has stopped it, or has been stopped itself. */
export function hasStopped(entries: readonly Entry[]): boolean {
  return entries.some((each) =>
    each.moment === "ended" ? each.outcome !== "holds" : isUnended(each, entries),
  );
}

/** Whether nobody has said how a gate has ended that has begun. */
export function isUnended({ gate }: Entry, entries: readonly Entry[]): boolean {
  return !entries.some((each) => each.moment === "ended" && each.gate === gate);
}
