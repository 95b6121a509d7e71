import type * as z from "zod/mini";
import { shaped } from "../evidence/shape.ts";

/**
 * What a program of a Job has reported: its lines in JSON. All others it said to people.
 *
 * @param who as an error names it (`The backup`).
 * @throws Error when one of them is not as it should be.
 */
export function reported<T>(
  lines: readonly string[],
  schema: z.ZodMiniType<T>,
  who: string,
): readonly T[] {
  return lines
    .filter(isReport)
    .map((text) => shaped(schema, JSON.parse(text), (problems) => `${who} said ${problems}.`));
}

/** Whether a line is for the gate, and not for people. */
export function isReport(line: string): boolean {
  return line.startsWith("{");
}
