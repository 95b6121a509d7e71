import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { between, documents } from "../../infra/docs/documents.ts";

const root = join(import.meta.dirname, "../..");

describe("generated documents", () => {
  it("are as `npm run docs` would write them", async () => {
    for (const { path, render } of await documents(root)) {
      const current = readFileSync(join(root, path), "utf8");
      assert.equal(current, render(current), `${path} is out of date: npm run docs`);
    }
  });

  it("replaces what is between two markers, and nothing else", () => {
    const text = "a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n";
    assert.equal(between(text, "x", "new"), "a\n<!-- x:begin -->\n\nnew\n\n<!-- x:end -->\nb\n");
    assert.throws(() => between(text, "y", "new"), /y:begin/);
  });
});
