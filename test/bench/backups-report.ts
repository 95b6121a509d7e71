import type { BackupFigures, Throughput } from "./backups.ts";
import { type Goal, formatTimes, goal, table } from "./format.ts";
import type { Part } from "./part.ts";
import type { Lost, WentBack } from "./recovery.ts";
import { median, ratio } from "./statistics.ts";

export const BACKUPS_HEADING = "Backup and restore";

/** Least share of the tool's own throughput. */
const LEAST = 0.9;

/** How fast the database is backed up and comes back, as it was on this day. */
export function backupsPart(figures: BackupFigures | string, date: string): Part {
  return typeof figures === "string"
    ? { heading: BACKUPS_HEADING, body: `Not measured: ${figures}.\n`, goals: goals() }
    : { heading: BACKUPS_HEADING, body: section(figures, date), goals: goals(figures) };
}

function goals(figures?: BackupFigures): Goal[] {
  return [
    goal(
      `a backup at least ${LEAST} × as fast as \`pgbackrest backup\` alone, with all that its gate does about it`,
      "its throughput",
      figures && relative(figures.backup),
      (value) => value >= LEAST,
    ),
    goal(
      `a restore at least ${LEAST} × as fast as \`pgbackrest restore\` alone, until the server answers`,
      "its throughput",
      figures && relative(figures.restore),
      (value) => value >= LEAST,
    ),
  ];
}

/** Throughput of ours by that of the tool: the same bytes, so the inverse of the times. */
export function relative({ ours, bare }: Throughput): number {
  return ratio(
    bare,
    ours.map(({ seconds }) => seconds),
  );
}

function section(figures: BackupFigures, date: string): string {
  const { by, bytes, backup, restore, lost, wentBack } = figures;
  const mebibytes = bytes / 2 ** 20;
  return `Measured on ${date}, by \`npm run bench -- --only backups\` or as a part of all: a database of
${Math.round(mebibytes)} MiB in the local stack on a cluster of one node, made by ${by}. Jobs and repository have the CPU that
they have in production. pgBackRest alone runs in a pod of the same template that has been waiting for it, so with the same
image, configuration and limits, and its time is that of its process. Ours is all of it: the program that asks for a Job, the
start of its pod, its volume, and waiting for what it says. Medians of ${backup.bare.length} rounds, in which they alternate.

${table(
  ["What", "Throughput, relative to the tool alone", "Throughput", "Time"],
  [
    ...rows(
      "`pgbackrest backup --type=full`",
      "full backup as its gate makes it",
      backup,
      mebibytes,
    ),
    ...rows(
      "`pgbackrest restore`",
      "rehearsal, until the restored server answers",
      restore,
      mebibytes,
    ),
  ],
)}

${recovery(lost, wentBack, median(restore.bare))}
`;
}

function rows(tool: string, ours: string, throughput: Throughput, mebibytes: number): string[][] {
  const { bare } = throughput;
  const row = (what: string, seconds: readonly number[]) => [
    what,
    formatTimes(ratio(bare, seconds)),
    `${(mebibytes / median(seconds)).toFixed(0)} MiB/s`,
    format(median(seconds)),
  ];
  return [
    row(`${tool} alone`, bare),
    row(
      ours,
      throughput.ours.map(({ seconds }) => seconds),
    ),
    row(
      "– of it pgBackRest",
      throughput.ours.map(({ toolSeconds }) => toolSeconds),
    ),
  ];
}

/** How long the database is away, once each. */
function recovery(lost: Lost, { seconds, steps }: WentBack, bare: number): string {
  const row = (what: string, taken: number) => [what, formatTimes(taken / bare), format(taken)];
  return `How long people are without the database, in times of \`pgbackrest restore\` alone. Lost is the volume with all that
is on it, and nobody does anything: it is over when the application answers from the database. Gone back is as
[docs/rollback.md](rollback.md) has it, by \`npm run rollback -- --restore-database=BACKUP\`, which first keeps the present
state by a backup and a logical copy, and puts back what it has dumped from a restored server.

${table(
  ["Recovery", "Relative to the tool alone", "Time"],
  [
    row("lost volume", lost.seconds),
    row("– of it pgBackRest", lost.toolSeconds),
    row("gone back", seconds),
    ...steps.map((step) => row(`– ${step.name}`, step.seconds)),
  ],
)}`;
}

function format(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
