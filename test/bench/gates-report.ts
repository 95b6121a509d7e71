import { formatTimes, table } from "./format.ts";
import type { Compared, GateFigures, Update } from "./gates.ts";
import type { Part } from "./part.ts";
import { median, ratio } from "./statistics.ts";

export const GATES_HEADING = "Gates of a release";

/** What the gates add to a release, on this day. */
export function gatesPart(figures: GateFigures | string, date: string): Part {
  const body = typeof figures === "string" ? `Not measured: ${figures}.\n` : section(figures, date);
  return { heading: GATES_HEADING, body, goals: [] };
}

function section({ by, updates }: GateFigures, date: string): string {
  return `Measured on ${date}, by \`npm run bench -- --only gates\` or as a part of all: the local stack on a cluster of one
node, made by ${by}. Without gates every gate holds at once, and the migrations run as the
Job that they are, so that all else is the same; rounds alternate. Shares are of the whole update with its gates.
The record is closed by a Job that archives it.

${table(
  ["Update", "Rounds", "With gates, relative to without", "Without gates", "With gates"],
  updates.map((each) => [
    each.update,
    String(each.with.length),
    formatTimes(ratio(each.with.map(secondsOf), each.without.map(secondsOf))),
    format(each.without.map(secondsOf)),
    format(each.with.map(secondsOf)),
  ]),
)}

${table(
  ["Gate", ...updates.flatMap(({ update }) => [`Share of ${update}`, "Time"])],
  [
    ...namesOf(updates).map((name) => [name, ...updates.flatMap((each) => cells(each, name))]),
    ["closing the record, and the start of each gate's program", ...updates.flatMap(rest)],
  ],
)}
`;
}

function secondsOf({ seconds }: Update): number {
  return seconds;
}

function namesOf(updates: readonly Compared[]): string[] {
  return [
    ...new Set(
      updates.flatMap((each) => each.with.flatMap(({ gates }) => gates.map((gate) => gate.name))),
    ),
  ];
}

/** Share and time of one gate. */
function cells(compared: Compared, name: string): string[] {
  const seconds = compared.with.map(
    ({ gates }) => gates.find((gate) => gate.name === name)?.seconds ?? 0,
  );
  return shareAndTime(compared, seconds);
}

/** What the update with gates takes longer and no gate accounts for. */
function rest(compared: Compared): string[] {
  return shareAndTime(compared, unaccounted(compared));
}

/** Seconds of each round. Less than none where gates went on beside something else. */
export function unaccounted(compared: Compared): number[] {
  return compared.with.map(({ seconds, gates }, round) => {
    const added = seconds - (compared.without[round]?.seconds ?? NaN);
    return added - gates.reduce((sum, gate) => sum + gate.seconds, 0);
  });
}

function shareAndTime(compared: Compared, seconds: readonly number[]): string[] {
  const share = ratio(seconds, compared.with.map(secondsOf));
  return [`${Math.round(share * 100)} %`, format(seconds)];
}

function format(seconds: readonly number[]): string {
  return `${median(seconds).toFixed(1)} s`;
}
