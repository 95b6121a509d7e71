import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/stacks.ts";

describe("README.md", () => {
  it("leads to every document", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const linked = [...readme.matchAll(/\]\(docs\/([\w-]+\.md)(?:#[\w-]+)?\)/g)].map(
      ([, file]) => file,
    );
    assert.deepEqual([...new Set(linked)].sort(), readdirSync(join(root, "docs")).sort());
  });
});
