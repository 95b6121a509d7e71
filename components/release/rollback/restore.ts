import type { Listed } from "../record/list.ts";

/** What the data are put back to. */
export interface Restore {
  /** Logical copy, label of a backup, or instant, as `taskflow-restore` takes them. */
  readonly from: string;
  /** The same for people. */
  readonly words: string;
}

const COPY = /^taskflow_backup_\d{8}T\d{6}Z\.tar\.gz$/;
const LABEL = /^\d{8}-\d{6}F(?:_\d{8}-\d{6}[DI])?$/;

/**
 * What a restore is asked for.
 *
 * @param asked copy, label or instant. Default: the instant before the migrations of the release that is undone.
 * @param physical whether there are backups of the server's files.
 * @throws Error that says what it must be.
 */
export function restoreOf(
  asked: string | undefined,
  undoes: Pick<Listed, "version" | "schema" | "backup"> | undefined,
  physical: boolean,
): Restore {
  const restore = asked === undefined ? before(undoes, physical) : named(asked);
  if (!physical && !COPY.test(restore.from)) {
    throw new Error(
      `--restore-database takes a logical copy here (taskflow_backup_….tar.gz): backups of ${restore.from} are with who runs the database.`,
    );
  }
  return restore;
}

function named(asked: string): Restore {
  if (COPY.test(asked)) return { from: asked, words: `the logical copy ${asked}` };
  if (LABEL.test(asked)) return { from: asked, words: `the backup ${asked}` };
  const time = /^\d{4}-\d\d-\d\d[T ]/.test(asked) ? Date.parse(asked) : Number.NaN;
  if (Number.isNaN(time) || !/(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(asked)) {
    throw new Error(
      `--restore-database takes a logical copy (taskflow_backup_….tar.gz), the label of a backup (20260101-010203F) or an instant with its zone (2026-01-01T01:02:03Z), not "${asked}".`,
    );
  }
  const from = new Date(time).toISOString();
  return { from, words: `what they were at ${from}` };
}

function before(
  undoes: Pick<Listed, "version" | "schema" | "backup"> | undefined,
  physical: boolean,
): Restore {
  const copy = undoes?.backup?.locations.at(-1)?.split("/").at(-1);
  if (physical && undoes?.schema && undoes.schema.applied.length > 0) {
    const { from } = named(undoes.schema.restoreTo);
    return { from, words: `what they were before the migrations of ${undoes.version}, at ${from}` };
  }
  if (copy !== undefined) {
    return {
      from: copy,
      words: `the logical copy that was made before ${undoes?.version ?? ""}, ${copy}`,
    };
  }
  throw new Error(
    "Nothing is recorded of a backup before the release that is undone: say with --restore-database=… what to restore.",
  );
}
