import assert from "node:assert/strict";
import { goal } from "./format.ts";
import { type Part, goalTable, sections, withPart } from "./part.ts";

const reached = (text: string, value: number) => goal(text, "its time", value, () => true);
const part = (body: string, value: number): Part => ({
  heading: "Backups",
  body: `${body}\n`,
  goals: [reached("backups are fast", value)],
});
const report = (...parts: readonly Part[]) => `# Benchmarks

Made by hand.

## Goals

${goalTable([reached("previews are fast", 1), ...parts.flatMap(({ goals }) => goals)])}

## Previews

They take 2 s.

${sections(parts)}## Versions

- Node v24.0.0
`;

describe("parts of the bench's report", () => {
  it("are measured anew, with everything else as it was", () => {
    assert.equal(withPart(report(part("Old.", 2)), part("New.", 3)), report(part("New.", 3)));
  });

  it("are added before the versions when there were none", () => {
    assert.equal(withPart(report(), part("New.", 3)), report(part("New.", 3)));
  });

  it("are added to nothing else than a report", () => {
    assert.throws(() => withPart("# Something else\n", part("New.", 3)), /npm run bench/);
  });
});
