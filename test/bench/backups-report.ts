import type { BackupFigures, Throughput } from "./backups.ts";
import { type Goal, formatTimes, goal, table } from "./format.ts";
import type { Part } from "./part.ts";
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
  const { by, bytes, backup, restore } = figures;
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
    ["– of it all else, whatever the size", "–", "–", format(median(around(throughput)))],
  ];
}

/** Seconds of ours that are not the tool's. */
function around({ ours }: Throughput): number[] {
  return ours.map(({ seconds, toolSeconds }) => seconds - toolSeconds);
}

function format(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
