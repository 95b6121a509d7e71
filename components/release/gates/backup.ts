import * as z from "zod/mini";
import { readCopyReport } from "../backup/copy.ts";
import { readBackupReport } from "../backup/report.ts";
import { type Copy, type LogicalCopy, copies, logicalCopy } from "../backup/verdict.ts";
import { shaped } from "../evidence/shape.ts";
import type { Gate, GateContext } from "./gate.ts";
import { lastWords, runTemplate, templatePlace } from "./template.ts";

const share = z.number().check(z.nonnegative(), z.maximum(1));

const input = z.strictObject({
  context: templatePlace.context,
  namespace: templatePlace.namespace,
  /** What the backup is made before. */
  release: z.strictObject({ version: z.string(), images: z.array(z.string()) }),
  /** Share of the size of those before it that a backup must have. */
  sizeShare: share,
  /** Backups of the server's files. Absent where they are others'. */
  physical: z.exactOptional(
    z.strictObject({
      cronJob: templatePlace.cronJob,
      repositories: z
        .array(z.strictObject({ number: z.int(), location: z.string() }))
        .check(z.minLength(1)),
    }),
  ),
  /** The copy that any PostgreSQL can restore. */
  logical: z.strictObject({ cronJob: templatePlace.cronJob, location: z.string() }),
});

export type BackupInput = z.infer<typeof input>;

/** The backup that a release can be undone with. */
export interface BackupResult {
  /** What to restore: the label in the first repository, or the file where there is none. */
  readonly id: string;
  /** Of the release that it was made before. */
  readonly version: string;
  /** One a repository. */
  readonly copies: readonly Copy[];
  readonly logical: LogicalCopy;
}

/** Backs up the database before anything of it is changed. */
export const backupGate: Gate<BackupInput, BackupResult> = {
  name: "backup",
  checklist: ["db.2", "step2.1", "step2.2", "step2.3", "step2.4", "post-backup.4"],
  parse: (given) => shaped(input, given),
  run: async (given, context) => {
    const copies = given.physical ? await physical(given, given.physical, context) : [];
    const copy = await logical(given, context);
    return {
      id: copies[0]?.label ?? copy.location,
      version: given.release.version,
      copies,
      logical: copy,
    };
  },
};

async function physical(
  given: BackupInput,
  { cronJob, repositories }: NonNullable<BackupInput["physical"]>,
  { progress }: GateContext,
): Promise<Copy[]> {
  // The container is called as its CronJob.
  const run = await runTemplate({ ...given, cronJob }, { reporters: [cronJob], progress });
  const made = copies(
    {
      ...run,
      report: readBackupReport(run.logs.get(cronJob) ?? []),
      lastWords: lastWords(run, cronJob),
    },
    { repositories, sizeShare: given.sizeShare },
  );
  for (const { location, databaseBytes, databaseBytesBefore } of made) {
    progress(`${location}: ${sized(databaseBytes, databaseBytesBefore)}`);
  }
  return made;
}

async function logical(given: BackupInput, { progress }: GateContext): Promise<LogicalCopy> {
  const { cronJob, location } = given.logical;
  const run = await runTemplate({ ...given, cronJob }, { reporters: [cronJob], progress });
  const made = logicalCopy(
    { ...run, lastWords: lastWords(run, cronJob) },
    () => readCopyReport(run.logs.get(cronJob) ?? []),
    { location, sizeShare: given.sizeShare },
  );
  progress(`${made.location}: ${sized(made.bytes, made.bytesBefore)}`);
  return made;
}

function sized(bytes: number, before: readonly number[]): string {
  const others =
    before.length === 0 ? "the first of all" : `those before it had ${before.join(", ")}`;
  return `${bytes} bytes, ${others}`;
}
