import type { BackupFigures, Throughput } from "./backups.ts";
import { type Goal, formatTimes, goal, table } from "./format.ts";
import type { Ours } from "./full-backup.ts";
import type { Part } from "./part.ts";
import { median, ratio } from "./statistics.ts";

export const BACKUPS_HEADING = "Backup and restore";

/** Least share of the tool's own throughput. */
const LEAST = 0.9;

/** Seconds of a run of ours that are looked at. */
type Seconds = (run: Ours) => number;
export const inAll: Seconds = ({ seconds }) => seconds;
/** While bytes are moved. */
const atWork: Seconds = ({ toolSeconds }) => toolSeconds;
const besides: Seconds = (run) => inAll(run) - atWork(run);

/** How fast the database is backed up and comes back, as it was on this day. */
export function backupsPart(figures: BackupFigures | string, date: string): Part {
  return typeof figures === "string"
    ? { heading: BACKUPS_HEADING, body: `Not measured: ${figures}.\n`, goals: goals() }
    : { heading: BACKUPS_HEADING, body: section(figures, date), goals: goals(figures) };
}

function goals(figures?: BackupFigures): Goal[] {
  return [
    goal(
      `a gate's backup has at least ${LEAST} × the throughput of \`pgbackrest backup\` alone`,
      "its throughput",
      figures && relative(figures.backup, atWork),
      (value) => value >= LEAST,
    ),
    goal(
      `a gate's restore has at least ${LEAST} × the throughput of \`pgbackrest restore\` alone`,
      "its throughput",
      figures && relative(figures.restore, atWork),
      (value) => value >= LEAST,
    ),
  ];
}

/** Throughput of ours by that of the tool: the same bytes, so the inverse of the times. */
export function relative({ ours, bare }: Throughput, seconds: Seconds): number {
  return ratio(bare, ours.map(seconds));
}

/**
 * Size from which on all of ours, its start included, has {@link LEAST} of the tool's throughput: that start takes the
 * same time whatever the size.
 */
export function worthwhileBytes(bytes: number, throughput: Throughput): number {
  const start = median(throughput.ours.map(besides));
  const share = LEAST / relative(throughput, atWork);
  if (share >= 1) return Infinity;
  return Math.round((bytes * LEAST * start) / ((1 - share) * median(throughput.bare)));
}

function section(figures: BackupFigures, date: string): string {
  const { by, bytes, backup, restore } = figures;
  const mebibytes = bytes / 2 ** 20;
  const from = (throughput: Throughput) => {
    const least = worthwhileBytes(bytes, throughput);
    return least === Infinity ? "at no size" : `from ${(least / 2 ** 30).toFixed(1)} GiB on`;
  };
  return `Measured on ${date}, by \`npm run bench -- --only backups\` or as a part of all: a database of
${Math.round(mebibytes)} MiB in the local stack on a cluster of one node, made by ${by}. Jobs and repository have the CPU that
they have in production. pgBackRest alone runs in a pod of the same template that has been waiting for it, so with the same
image, configuration and limits, and its time is that of its process. Ours is all of it: the program that asks for a Job, the
start of its pod, its volume, waiting for what it says, and for a restore the recovery of the server. Medians of
${backup.bare.length} rounds, in which they alternate. Throughput is that of pgBackRest in it, as it says itself. All else takes the same
time whatever the size: with it, a backup is ${LEAST} × as fast as the tool alone ${from(backup)}, and a
restore ${from(restore)}.

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
    row(ours, throughput.ours.map(inAll)),
    row("– of it pgBackRest", throughput.ours.map(atWork)),
    ["– of it all else, whatever the size", "–", "–", format(median(throughput.ours.map(besides)))],
  ];
}

function format(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
