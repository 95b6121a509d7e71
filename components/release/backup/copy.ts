import * as z from "zod/mini";
import { count, shape } from "../evidence/shape.ts";

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
 * Reads what a logical copy printed. What is not JSON is what it said to people.
 *
 * @throws Error when it did not print one document, or another one than it should.
 */
export function readCopyReport(lines: readonly string[]): CopyReport {
  const [text, ...more] = lines.filter((line) => line.startsWith("{"));
  if (text === undefined || more.length > 0) {
    throw new Error(`The copy reported ${text === undefined ? "nothing" : "more than once"}.`);
  }
  const read = shape(copyReport, JSON.parse(text));
  if (!read.ok) throw new Error(`The copy said ${read.problems.join("; ")}.`);
  return read.value;
}
