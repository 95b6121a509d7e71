import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findPulumi } from "../../infra/preview/cli-engine.ts";

describe("search for the pulumi CLI", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "preview-cli-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const cli = (path: string, { mode = 0o755, content = "#!/bin/sh" } = {}) => {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
    chmodSync(full, mode);
    return full;
  };
  const find = (...folders: string[]) =>
    findPulumi(
      folders.map((path) => join(folder, path)),
      join(folder, "home"),
    );

  it("finds nothing where there is none", () => {
    assert.equal(find("bin"), undefined);
  });

  it("prefers PATH, then the home of Pulumi, then its newest version", () => {
    cli("home/versions/3.9.0/bin/pulumi");
    const newest = cli("home/versions/3.100.0/bin/pulumi");
    assert.equal(find("bin"), newest);
    const home = cli("home/bin/pulumi");
    assert.equal(find("bin"), home);
    const onPath = cli("bin/pulumi");
    assert.equal(find("empty", "bin"), onPath);
  });

  it("passes over the installer of npm, which would download a CLI", () => {
    const installer = cli("lib/node_modules/pulumi/run.js");
    cli("project/node_modules/.bin/pulumi");
    mkdirSync(join(folder, "bin"));
    symlinkSync(installer, join(folder, "bin/pulumi"));
    assert.equal(find("project/node_modules/.bin", "bin"), undefined);
  });

  it("passes over what cannot be run, or is what an interrupted installation has left", () => {
    cli("a/pulumi", { mode: 0o644 });
    cli("b/pulumi", { content: "" });
    mkdirSync(join(folder, "c/pulumi"), { recursive: true });
    assert.equal(find("a", "b", "c"), undefined);
  });
});
