import { join } from "node:path";
import type { Fault, Outcome } from "../gate-faults/fault.ts";
import { faults } from "../gate-faults/index.ts";
import type { UpdateFault } from "../update-faults/fault.ts";
import { updateFaults } from "../update-faults/index.ts";
import type { Simulation } from "./simulation.ts";

/** Where the document is. */
export const DOCUMENT = join(import.meta.dirname, "../../../../docs/faults.md");

const MEANING: Readonly<Record<Outcome, string>> = {
  held: "goes on",
  refused: "refuses the release",
  undecided: "stops the update",
  killed: "ends with the update",
};

const MARKS: Readonly<Record<Simulation | "by-engine", string>> = {
  handed: "¹",
  "stand-in": "²",
  "by-engine": "³",
};

/** What there is to know of all drills of a gate. */
const NOTES: Readonly<Record<string, string>> = {
  smoke: `The release that is tried here is the stack's first, so there is nothing to go back to. That a later one is taken back
is asserted by \`npm run test:cluster\`: it releases \`v1.3.0-sick\` after v1.1.0.`,
};

/** What becomes of a release when something goes wrong, as tests have it go wrong. */
export function faultsDocument(): string {
  const gates = Map.groupBy(faults, ({ gate }) => gate);
  return `# What goes wrong, and what then

<!-- Made by \`npm run test:update\` from test/cluster/drills. Do not edit. -->

Each of these ${faults.length + updateFaults.length} faults is brought about by \`npm run test:drills\` in the local stack on a real cluster,
but for what a mark says:

- ${MARKS.handed} Nothing breaks, or not that much: what the fault strikes (the gate, its Job, or the update) is handed what it would be
  handed then, and afterwards what it should be.
- ${MARKS["stand-in"]} A server of the test goes down that stands for one outside, which the local stack goes without.
- ${MARKS["by-engine"]} Only the engine does this. Where its CLI is not, the drill is left out.

## Around an update

What is asserted each time: what the update fails with, or that it does not; that the next update succeeds once what the
last column says is done (with ${MARKS.handed}: once it is handed what it should be); that the site then serves the release of that update,
and that every task is there that it has acknowledged.

| Fault | The update | It says | Before the next \`up\` |
| --- | --- | --- | --- |
${updateFaults.map(updateRow).join("\n")}

## At a gate

Here is no \`pulumi up\`: the gate of the [release](release.md) is started as the engine starts it, with what the engine has
handed it, or would for the next release. What is asserted each time: how it ends; what it says; that the release before
serves once the fault is over; that the gate, asked again then as a next \`pulumi up\` asks it, passes; and that a dump of the
database is then byte for byte what it was. After \`migrate\` that is so once its migration is undone, and after \`smoke\`, which
writes itself, it is not asked.

${[...gates].map(([gate, found]) => section(gate, found)).join("\n\n")}
`;
}

function updateRow({ fault, simulation, says, byEngine, mend }: UpdateFault): string {
  const marks = marked(simulation) + (byEngine ? ` ${MARKS["by-engine"]}` : "");
  return row(fault + marks, says ? "fails" : "goes on", says ?? [], mend);
}

function section(gate: string, found: readonly Fault[]): string {
  const rows = found.map(({ fault, simulation, outcome, says, mend }) =>
    row(fault + marked(simulation), MEANING[outcome], says, mend),
  );
  const note = NOTES[gate];
  return `### ${sentence(gate)}
${note === undefined ? "" : `\n${note}\n`}
| Fault | The gate | It says | Before the next \`up\` |
| --- | --- | --- | --- |
${rows.join("\n")}`;
}

function marked(simulation: Simulation | undefined): string {
  return simulation === undefined ? "" : ` ${MARKS[simulation]}`;
}

function row(fault: string, outcome: string, says: readonly string[], mend = "nothing"): string {
  const message = says.map((part) => `“${part}”`).join(" … ");
  return `| ${[sentence(fault), outcome, message, mend].map(cell).join(" | ")} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
