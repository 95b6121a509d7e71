import * as z from "zod/mini";
import { count } from "../evidence/shape.ts";
import { reported } from "../kubernetes/reported.ts";

const backup = z.object({
  label: z.string(),
  type: z.enum(["full", "diff", "incr"]),
  /** Whether a page was not as its checksum says; null where pages have none. */
  error: z.nullable(z.boolean()),
  info: z.object({
    /** Bytes of the database, all of it. */
    size: count,
    repository: z.object({
      /** Bytes that this backup has added to the repository. */
      delta: count,
    }),
  }),
  /** Seconds since 1970. */
  timestamp: z.object({ start: count, stop: count }),
});

/** What one repository had after the run: see `taskflow-backup`. */
const line = z.object({
  repository: count,
  succeeded: z.boolean(),
  /** When the run began with this repository, in seconds since 1970. */
  started: count,
  /** What `pgbackrest info` said; null where it could not be asked. */
  info: z.nullable(z.array(z.object({ backup: z.array(backup) }))),
});

export type Backup = z.infer<typeof backup>;

/** One repository after the run. */
export interface RepositoryReport {
  readonly repository: number;
  readonly succeeded: boolean;
  readonly started: number;
  /** Oldest first. */
  readonly backups: readonly Backup[];
}

/**
 * Reads what a backup run printed.
 *
 * @throws Error when one of its documents is not as it should be.
 */
export function readBackupReport(lines: readonly string[]): RepositoryReport[] {
  return reported(lines, line, "The backup").map(({ info, ...rest }) => ({
    ...rest,
    backups: (info ?? []).flatMap(({ backup }) => backup),
  }));
}
