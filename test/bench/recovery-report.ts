import { formatTimes, table } from "./format.ts";
import type { Part } from "./part.ts";
import type { RecoveryFigures } from "./recovery.ts";

export const RECOVERY_HEADING = "Recovery of a database";

/** How long people were without the database on this day. */
export function recoveryPart(figures: RecoveryFigures | string, date: string): Part {
  const body = typeof figures === "string" ? `Not measured: ${figures}.\n` : section(figures, date);
  return { heading: RECOVERY_HEADING, body, goals: [] };
}

function section({ by, bytes, lost, wentBack }: RecoveryFigures, date: string): string {
  const row = (what: string, seconds: number) => [
    what,
    formatTimes(seconds / lost.toolSeconds),
    `${seconds.toFixed(1)} s`,
  ];
  return `Measured on ${date}, by \`npm run bench -- --only recovery\` or as a part of all, once each: a database of
${Math.round(bytes / 2 ** 20)} MiB in the local stack on a cluster of one node, made by ${by}. Jobs and repository have the
CPU that they have in production. A lost volume is gone with all that is on it, and nobody does anything: it is over when the
application answers from the database. Going back is [as documented](rollback.md), to a backup of the server's files: the
present state is kept first, by a backup and a logical copy, and what is put back is taken from a restored server.

${table(
  ["Recovery", "Relative to pgBackRest's own time for the lost volume", "Time"],
  [
    row("the volume is lost", lost.seconds),
    row("– of it pgBackRest", lost.toolSeconds),
    row("`npm run rollback -- --restore-database=BACKUP`", wentBack.seconds),
    ...wentBack.steps.map((step) => row(`– ${step.name}`, step.seconds)),
  ],
)}
`;
}
