import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Unusable } from "../../infra/preview/failure.ts";
import { writeFiles } from "../../infra/preview/output-folder.ts";

describe("output folder of preview", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "preview-out-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const content = () =>
    readdirSync(folder, { recursive: true })
      .filter((path) => path !== ".preview-files")
      .sort();

  it("is filled when new or empty, and holds exactly the last files when its own", () => {
    const out = join(folder, "new/er");
    writeFiles(
      out,
      new Map([
        ["a/x.yaml", "1"],
        ["b/y.yaml", "2"],
      ]),
    );
    assert.equal(readFileSync(join(out, "a/x.yaml"), "utf8"), "1");
    writeFiles((folder = out), new Map([["a/x.yaml", "3"]]));
    assert.deepEqual(content(), ["a", "a/x.yaml"]);
    assert.equal(readFileSync(join(out, "a/x.yaml"), "utf8"), "3");
  });

  it("is refused when somebody else's", () => {
    writeFileSync(join(folder, "notes.txt"), "mine");
    assert.throws(() => {
      writeFiles(folder, new Map([["a/x.yaml", "1"]]));
    }, Unusable);
    assert.deepEqual(content(), ["notes.txt"]);
  });

  it("is refused when it is a file", () => {
    writeFileSync(join(folder, "file"), "mine");
    assert.throws(() => {
      writeFiles(join(folder, "file"), new Map());
    }, /not a folder/);
  });

  it("never overwrites or removes a file of somebody else in it", () => {
    writeFiles(folder, new Map([["a/x.yaml", "1"]]));
    writeFileSync(join(folder, "a/notes.yaml"), "mine");
    assert.throws(() => {
      writeFiles(folder, new Map([["a/notes.yaml", "2"]]));
    }, /a\/notes\.yaml/);
    writeFiles(folder, new Map([["b/y.yaml", "1"]]));
    assert.deepEqual(content(), ["a", "a/notes.yaml", "b", "b/y.yaml"]);
  });

  it("takes no list of its files that points elsewhere", () => {
    const out = join(folder, "out");
    mkdirSync(out);
    writeFileSync(join(folder, "precious"), "mine");
    writeFileSync(join(out, ".preview-files"), "../precious\n");
    writeFiles(out, new Map());
    assert.equal(readFileSync(join(folder, "precious"), "utf8"), "mine");
  });
});
