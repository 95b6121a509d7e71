import * as z from "zod/mini";
import { count } from "../evidence/shape.ts";
import { reported } from "../kubernetes/reported.ts";

/** What was made: see `taskflow-copy`. */
const copyReport = z.object({
  file: z.string(),
  bytes: count,
  /** Bytes of those before it, newest first. */
  earlier: z.array(count),
  /** Files in it, as `tar -tzf` lists them. */
  entries: count,
  /** Tables whose rows are in it. */
  tables: count,
  sha256: z.string(),
});

export type CopyReport = z.infer<typeof copyReport>;

/**
 * Reads what a logical copy printed.
 *
 * @throws Error when it did not print one document, or another one than it should.
 */
export function readCopyReport(lines: readonly string[]): CopyReport {
  const [report, ...more] = reported(lines, copyReport, "The copy");
  if (!report || more.length > 0) {
    throw new Error(`The copy reported ${report ? "more than once" : "nothing"}.`);
  }
  return report;
}
