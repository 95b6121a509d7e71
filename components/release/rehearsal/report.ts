import * as z from "zod/mini";
import { count } from "../evidence/shape.ts";
import { reported } from "../kubernetes/reported.ts";

const restored = z.object({
  moment: z.literal("restored"),
  /** Label of a backup, or file of a logical copy. */
  backup: z.string(),
  /** Until the server was there. */
  seconds: count,
  /** Of the database. */
  bytes: count,
});

const lock = z.object({
  table: z.string(),
  /** As `pg_locks` has it. */
  mode: z.string(),
  /** The longest that it was held, from the beginning of the statement that took it. */
  milliseconds: count,
});

const locks = z.object({
  moment: z.literal("locks"),
  /** Those that keep others from writing, or from reading too, the longest first. */
  locks: z.array(lock),
  /** Tables that were written anew, with what they then had. */
  rewrites: z.array(z.object({ table: z.string(), bytes: count })),
});

const line = z.discriminatedUnion("moment", [restored, locks]);

export type Lock = z.infer<typeof lock>;

/** What the throwaway server has said: see `taskflow-throwaway`. */
export interface ThrowawayReport {
  readonly restored?: Omit<z.infer<typeof restored>, "moment">;
  readonly locks?: Omit<z.infer<typeof locks>, "moment">;
}

/**
 * Reads the lines of the throwaway server.
 *
 * @throws Error when one of its documents is not as it should be.
 */
export function readThrowawayReport(lines: readonly string[]): ThrowawayReport {
  const report: { -readonly [K in keyof ThrowawayReport]: ThrowawayReport[K] } = {};
  for (const { moment, ...said } of reported(lines, line, "The restored server")) {
    Object.assign(report, { [moment]: said });
  }
  return report;
}
