import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineChoice } from "./engine-choice.ts";

describe("what deploys the local stack on a cluster in a sandbox", () => {
  const cli = "/opt/pulumi/bin/pulumi";
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "taskflow-home-"));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  /** The plugins that an empty home lacks. */
  const needed = () => {
    const choice = engineChoice(cli, home);
    assert.ok("without" in choice);
    return choice.without.match(/resource-[a-z]+-v[\d.]+\d/g) ?? [];
  };

  it("is the engine, where it has every plugin", () => {
    const plugins = needed();
    assert.equal(plugins.length, 3);
    for (const name of plugins) mkdirSync(join(home, "plugins", name), { recursive: true });
    assert.deepEqual(engineChoice(cli, home), { cli });
  });

  it("is none where the engine would have to fetch one, and says which", () => {
    const [first = "", ...others] = needed();
    for (const name of others) mkdirSync(join(home, "plugins", name), { recursive: true });
    assert.deepEqual(readdirSync(join(home, "plugins")), others);
    assert.deepEqual(engineChoice(cli, home), {
      without: `the engine lacks ${first}: npx pulumi plugin install`,
    });
  });

  it("is none where there is no CLI", () => {
    assert.deepEqual(engineChoice(undefined, home), { without: "there is no pulumi CLI here" });
  });
});
