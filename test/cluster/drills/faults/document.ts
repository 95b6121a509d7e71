import { join } from "node:path";
import type { Fault, Outcome } from "../gate-faults/fault.ts";
import { faults } from "../gate-faults/index.ts";
import type { UpdateFault } from "../update-faults/fault.ts";
import { updateFaults } from "../update-faults/index.ts";

/** Where the document is. */
export const DOCUMENT = join(import.meta.dirname, "../../../../docs/faults.md");

const MEANING: Readonly<Record<Outcome, string>> = {
  held: "goes on",
  refused: "refuses the release",
  undecided: "stops the update",
  killed: "ends with the update",
};

/** What becomes of a release when something goes wrong, as tests have it go wrong. */
export function faultsDocument(): string {
  const gates = Map.groupBy(faults, ({ gate }) => gate);
  return `# What goes wrong, and what then

<!-- Made by \`npm run test:update\` from test/cluster/drills. Do not edit. -->

Each of these ${faults.length + updateFaults.length} faults is brought about by \`npm run test:drills\` in the local stack on a real cluster.

## Around an update

What is asserted each time: what the update fails with, that the same update succeeds once the fault is over, and that
every task is there that the site has acknowledged.

| Fault | The update | It says | Before the next \`up\` |
| --- | --- | --- | --- |
${updateFaults.map(updateRow).join("\n")}

## At a gate

What is asserted each time: how the gate of the [release](release.md) ends, what it says, that the release before goes
on serving, that a plain next \`pulumi up\` passes the gate once the fault is over, and that a dump of the database is
then byte for byte what it was (but for the smoke test, which writes itself).

${[...gates].map(([gate, found]) => section(gate, found)).join("\n\n")}
`;
}

function updateRow({ fault, says, mend }: UpdateFault): string {
  return row(fault, says ? "fails" : "goes on", says ?? [], mend);
}

function section(gate: string, found: readonly Fault[]): string {
  const rows = found.map(({ fault, outcome, says, mend }) =>
    row(fault, MEANING[outcome], says, mend),
  );
  return `### ${sentence(gate)}

| Fault | The gate | It says | Before the next \`up\` |
| --- | --- | --- | --- |
${rows.join("\n")}`;
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
