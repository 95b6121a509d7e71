import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { needs } from "../../components/release/evidence/needs.ts";

const text = readFileSync(join(import.meta.dirname, "../../docs/evidence.md"), "utf8");

/** Cells of the rows of a table, by the first of its header. */
function table(header: string): readonly (readonly string[])[] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.startsWith(`| ${header} `));
  assert.ok(from >= 0, header);
  const rows = lines.slice(from + 2);
  return rows.slice(0, rows.indexOf("")).map((row) =>
    row
      .slice(1, -1)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
}

describe("tables of docs/evidence.md", () => {
  const shortName = (uri: string) => uri.split("/").at(-2);

  it("have one row for each item and what it is decided by", () => {
    const documented = table("Item").map(([item, type, about]) => [item, type, about].join(" | "));
    const decided = needs.flatMap(({ items, predicateType, images }) =>
      items.map((item) => [item, shortName(predicateType), images.join(", ")].join(" | ")),
    );
    assert.deepEqual([...documented].sort(), [...decided].sort());
  });

  it("have one row for each predicate type", () => {
    const documented = table("Predicate type").map(([type, uri]) => [type, uri].join(" "));
    const types = new Set(needs.map(({ predicateType }) => predicateType));
    const known = [...types].map((uri) => `${shortName(uri) ?? ""} ${uri}`);
    assert.deepEqual([...documented].sort(), known.sort());
  });
});
