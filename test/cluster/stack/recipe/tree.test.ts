import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { difference, survey } from "./tree.ts";

describe("the difference of two trees", () => {
  let root: string;
  const path = (name: string) => join(root, name);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "taskflow-tree-"));
    mkdirSync(path("a/b"), { recursive: true });
    for (const name of ["a/b/c", "a/d", "e"]) {
      writeFileSync(path(name), "before");
      utimesSync(path(name), 1, 1);
    }
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("is nothing when nothing has changed", () => {
    assert.deepEqual(difference(survey(root), survey(root)), { changed: [], removed: [] });
  });

  it("has what is new and what is in another mode", () => {
    const before = survey(root);
    writeFileSync(path("f"), "");
    chmodSync(path("e"), 0o600);
    assert.deepEqual(difference(before, survey(root)).changed, ["e", "f"]);
  });

  it("has what looks as before", () => {
    const before = survey(root);
    writeFileSync(path("e"), "behind");
    utimesSync(path("e"), 1, 1);
    assert.deepEqual(difference(before, survey(root)).changed, ["e"]);
  });

  it("names of what is gone the topmost folder", () => {
    const before = survey(root);
    rmSync(path("a/b"), { recursive: true });
    rmSync(path("e"));
    assert.deepEqual(difference(before, survey(root)), { changed: ["a"], removed: ["a/b", "e"] });
  });
});
