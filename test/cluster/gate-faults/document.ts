import { join } from "node:path";
import type { Fault, Outcome } from "./fault.ts";

/** Where the document is. */
export const DOCUMENT = join(import.meta.dirname, "../../../docs/faults.md");

const MEANING: Readonly<Record<Outcome, string>> = {
  held: "goes on",
  refused: "refuses the release",
  undecided: "stops the update",
  killed: "ends with the update",
};

/** What becomes of a release when something goes wrong, as the test has it go wrong. */
export function faultsDocument(faults: readonly Fault[]): string {
  const gates = Map.groupBy(faults, ({ gate }) => gate);
  return `# What goes wrong, and what then

<!-- Made by \`npm run test:update\` from test/cluster/gate-faults. Do not edit. -->

Each of these ${faults.length} faults is brought about by \`npm run test:cluster\` in the local stack on a real cluster,
at a gate of the [release](release.md). What is asserted each time: how the gate ends, what it says, that the release
before goes on serving, that a plain next \`pulumi up\` passes the gate once the fault is over, and that a dump of the
database is then byte for byte what it was.

${[...gates].map(([gate, found]) => section(gate, found)).join("\n\n")}
`;
}

function section(gate: string, faults: readonly Fault[]): string {
  const rows = faults.map(({ fault, outcome, says, mend }) => {
    const message = says.map((part) => `“${part}”`).join(" … ");
    return `| ${[sentence(fault), MEANING[outcome], message, mend ?? "nothing"].map(cell).join(" | ")} |`;
  });
  return `## ${sentence(gate)}

| Fault | The gate | It says | Before the next \`up\` |
| --- | --- | --- | --- |
${rows.join("\n")}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
