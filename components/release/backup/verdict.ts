import { type Refusal, Refused } from "../gates/gate.ts";
import type { JobEnd } from "../kubernetes/job.ts";
import type { CopyReport } from "./copy.ts";
import type { Backup, RepositoryReport } from "./report.ts";

/** A repository that must have the backup. */
export interface Repository {
  /** As pgBackRest counts them; the first is in the cluster. */
  readonly number: number;
  /** Where its backups are, as people would look for them. */
  readonly location: string;
}

/** What a backup must be. */
export interface WantedBackup {
  readonly repositories: readonly Repository[];
  /** Share of the size of those before it that it must have. */
  readonly sizeShare: number;
}

/** How the run went. */
export interface BackedUp extends JobEnd {
  readonly report: readonly RepositoryReport[];
  /** The last that it has said to people. */
  readonly lastWords: readonly string[];
}

/** The backup in one repository. */
export interface Copy {
  readonly repository: number;
  readonly label: string;
  readonly location: string;
  readonly type: Backup["type"];
  /** Bytes of the database. */
  readonly databaseBytes: number;
  /** Bytes that were added to the repository. */
  readonly storedBytes: number;
  /** Bytes of the database in those before it, newest first. */
  readonly databaseBytesBefore: readonly number[];
}

/** A logical copy in a file of its own. */
export interface LogicalCopy {
  readonly file: string;
  readonly location: string;
  readonly bytes: number;
  /** Of those before it, newest first. */
  readonly bytesBefore: readonly number[];
  readonly tables: number;
  readonly sha256: string;
}

/** How many of those before it the size is compared with: one may have been a strange one itself. */
const COMPARED = 3;

/** Deleted on purpose, or lost: the size does not say. */
const SHRUNK =
  "Find out what has become of the rest. If it was deleted on purpose, lower database.backupSizeShare for this release.";

/**
 * What was backed up, by repository.
 *
 * @throws Refused when it is not what the release may rely on.
 */
export function copies(run: BackedUp, wanted: WantedBackup): Copy[] {
  requireSuccess("backup", run);
  const judged = wanted.repositories.map((repository) => copy(run.report, repository, wanted));
  const refusals = judged.flatMap((each) => ("item" in each ? [each] : []));
  if (refusals.length > 0) throw new Refused(refusals);
  return judged.flatMap((each) => ("label" in each ? [each] : []));
}

/**
 * What was copied.
 *
 * @throws Refused when it is not what the release may rely on.
 */
export function logicalCopy(
  run: JobEnd & Pick<BackedUp, "lastWords">,
  report: () => CopyReport,
  { location, sizeShare }: { readonly location: string; readonly sizeShare: number },
): LogicalCopy {
  requireSuccess("logical copy", run);
  const { file, bytes, earlier, tables, sha256 } = report();
  if (bytes < Math.max(0, ...earlier) * sizeShare) {
    const problem = `The logical copy has ${bytes} bytes, and those before it had ${earlier.join(", ")}.`;
    throw new Refused([{ item: "step2.4", problem, fix: SHRUNK }]);
  }
  return { file, location: `${location}/${file}`, bytes, bytesBefore: earlier, tables, sha256 };
}

function requireSuccess(what: string, run: JobEnd & Pick<BackedUp, "lastWords">): void {
  if (run.succeeded) return;
  const why = [run.why && `${run.why}.`, `It said last: ${run.lastWords.join(" | ")}`];
  const problem = `The ${what} failed. ${why.filter(Boolean).join(" ")}`;
  const fix = "See what is in its way: space on the volume, another run at work, the connection.";
  throw new Refused([{ item: "step2.1", problem, fix }]);
}

function copy(
  report: readonly RepositoryReport[],
  { number, location }: Repository,
  { sizeShare }: WantedBackup,
): Copy | Refusal {
  const found = report.find(({ repository }) => repository === number);
  const backup = found?.backups.at(-1);
  if (!found?.succeeded || !backup || backup.timestamp.start < found.started) {
    return {
      item: number === 1 ? "step2.1" : "post-backup.4",
      problem: `Repository ${number} does not list a backup of this run.`,
      fix: `See \`pgbackrest --stanza=taskflow --repo=${number} info\`, and whether ${location} can be written to.`,
    };
  }
  if (backup.error !== false) {
    return {
      item: "step2.2",
      problem:
        backup.error === null
          ? `The pages in backup ${backup.label} of repository ${number} have no checksums to verify.`
          : `Backup ${backup.label} of repository ${number} has pages that are not as their checksums say.`,
      fix:
        backup.error === null
          ? "Enable them with `pg_checksums --enable` while the server is stopped."
          : "The disk has lost data: see the log of the backup for the files, and restore the database from an older one.",
    };
  }
  const before = found.backups
    .slice(-1 - COMPARED, -1)
    .map(({ info }) => info.size)
    .reverse();
  const { size, repository } = backup.info;
  const least = Math.max(0, ...before) * sizeShare;
  if (size < least) {
    return {
      item: "step2.4",
      problem: `Backup ${backup.label} of repository ${number} has ${size} bytes of database, and those before it had ${before.join(", ")}.`,
      fix: SHRUNK,
    };
  }
  return {
    repository: number,
    label: backup.label,
    location: `${location}/${backup.label}`,
    type: backup.type,
    databaseBytes: size,
    storedBytes: repository.delta,
    databaseBytesBefore: before,
  };
}
