import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { layerOf } from "../oci.ts";
import { packDifference, packRoot, unpackLayers } from "./layers.ts";
import { difference, survey } from "./recipe/tree.ts";

describe("layers", () => {
  let work: string;
  let root: string;
  const path = (name: string) => join(work, name);
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };

  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "taskflow-layers-"));
    root = path("root");
    write("kept", "kept");
    write("changed", "before");
    write("removed/below/file", "");
    packRoot(path("base.tar"), root);
  });

  afterEach(() => {
    rmSync(work, { recursive: true });
  });

  it("give one over the other what was there when they were packed", () => {
    const before = survey(root);
    write("changed", "after");
    write("new/file", "new");
    rmSync(join(root, "removed"), { recursive: true });
    packDifference(path("upper.tar"), root, difference(before, survey(root)));
    mkdirSync(path("copy"));
    unpackLayers(["base.tar", "upper.tar"].map(path).map(layerOf), path("copy"));
    const read = (name: string) => readFileSync(join(path("copy"), name), "utf8");
    assert.deepEqual(["kept", "changed", "new/file"].map(read), ["kept", "after", "new"]);
    assert.ok(!existsSync(path("copy/removed")));
    assert.deepEqual(
      [...survey(path("copy")).keys()].filter((name) => name.includes(".wh.")),
      [],
    );
  });

  it("are the same at any time", () => {
    utimesSync(join(root, "kept"), 1, 1);
    packRoot(path("later.tar"), root);
    assert.equal(layerOf(path("later.tar")).digest, layerOf(path("base.tar")).digest);
  });

  it("have no files that are of one installation, but their folders", () => {
    write("var/log/apt/history.log", "today");
    packRoot(path("with-log.tar"), root);
    mkdirSync(path("copy"));
    unpackLayers([layerOf(path("with-log.tar"))], path("copy"));
    assert.ok(existsSync(path("copy/var/log/apt")));
    assert.ok(!existsSync(path("copy/var/log/apt/history.log")));
  });
});
