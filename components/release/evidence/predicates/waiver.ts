import * as z from "zod/mini";
import { day, words } from "../shape.ts";

/** An exception from a finding that somebody answers for. */
export const waiver = z.object({
  reason: words,
  by: words,
  /** Last day on which it holds, in UTC. */
  until: day,
});

export type Waiver = z.infer<typeof waiver>;

export function isInForce({ until }: Waiver, now: Date): boolean {
  return now.toISOString().slice(0, until.length) <= until;
}
