import * as z from "zod/mini";
import { k6Summary } from "../evidence/predicates/k6-summary.ts";
import { reported } from "../kubernetes/reported.ts";

const figures = z.pick(k6Summary, {
  requests: true,
  requestsPerSecond: true,
  p95Milliseconds: true,
  errorRate: true,
});

/** What k6 has measured. */
export type K6Figures = z.infer<typeof figures>;

/**
 * Reads the line that the script ends with: see `script.ts`.
 *
 * @returns undefined where it did not come to its end.
 * @throws Error when the line is not as it should be.
 */
export function readK6Report(lines: readonly string[]): K6Figures | undefined {
  return reported(lines, figures, "k6").at(-1);
}
