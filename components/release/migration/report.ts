import * as z from "zod/mini";
import { reported } from "../kubernetes/reported.ts";
import { schema, type Schema } from "./schema.ts";

/** Another session that has the lock. What the migrator may not see of it is null. */
const holder = z.object({
  process: z.int(),
  since: z.nullable(z.string()),
  address: z.nullable(z.string()),
  login: z.nullable(z.string()),
});

const line = z.discriminatedUnion("moment", [
  z.extend(schema, { moment: z.literal("before") }),
  z.extend(schema, { moment: z.literal("after") }),
  z.object({ moment: z.literal("refused"), holder: z.nullable(holder) }),
  z.object({ moment: z.literal("lost") }),
]);

export type Holder = z.infer<typeof holder>;

/** What the guard of a migration has said. */
export interface GuardReport {
  readonly before?: Schema;
  readonly after?: Schema;
  /** Who had the lock, where it was not to be had. */
  readonly refused?: { readonly holder: Holder | null };
  /** Whether the guard held the lock for a time only. */
  readonly lost: boolean;
}

/**
 * Reads the lines of the guard.
 *
 * @throws Error when one of its documents is not as it should be.
 */
export function readReport(lines: readonly string[]): GuardReport {
  const report: { -readonly [K in keyof GuardReport]: GuardReport[K] } = { lost: false };
  for (const { moment, ...said } of reported(lines, line, "The guard of the migration")) {
    switch (moment) {
      case "before":
        report.before = said as Schema;
        break;
      case "after":
        report.after = said as Schema;
        break;
      case "refused":
        report.refused = said as { holder: Holder | null };
        break;
      case "lost":
        report.lost = true;
    }
  }
  return report;
}
