import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Checklist } from "../../infra/checklist/checklist.ts";
import { parseArguments } from "../../infra/checklist/arguments.ts";
import { Unusable } from "../../infra/preview/failure.ts";

const root = join(import.meta.dirname, "../..");

function run(...line: readonly string[]) {
  return runIn(root, ...line);
}

/** The command with the configuration and the documents of another folder. */
function runIn(folder: string, ...line: readonly string[]) {
  const script = `
    const { runCommand } = await import(${JSON.stringify(join(root, "infra/command-line.ts"))});
    await runCommand(async () => {
      const { run } = await import(${JSON.stringify(join(root, "infra/checklist/command.ts"))});
      return run(${JSON.stringify(line)}, ${JSON.stringify(folder)});
    });`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", join(root, "infra/preload.ts"), "--input-type=module", "-e", script],
    { encoding: "utf8", cwd: root, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 2 ** 26 },
  );
  return { code: status, stdout, stderr };
}

/** Calls with a copy of the repository that has another stack file for production. */
function withProduction<T>(change: (text: string) => string, body: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "taskflow-checklist-"));
  try {
    for (const name of readdirSync(root)) {
      const path = join(root, name);
      if (name !== "Pulumi.production.yaml") symlinkSync(path, join(folder, name));
      else writeFileSync(join(folder, name), change(readFileSync(path, "utf8")));
    }
    return body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("npm run checklist", () => {
  it("shows every item, and counts what is open by what it waits for", () => {
    const { status, stdout } = spawnSync(process.execPath, ["infra/checklist/main.ts"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    assert.equal(status, 0);
    assert.equal(stdout.match(/^ {2}\S.{10}[a-z][a-z-]*\d?\.\d+ /gm)?.length, 186);
    assert.match(stdout, /^production v\d\S+: 186 items: \d+ open, /m);
    assert.match(stdout, /^The open ones wait for a resource \(\d+\)\.$/m);
  });

  it("prints one JSON document", () => {
    const { code, stdout } = run("--json", "--stack", "staging");
    assert.equal(code, 0);
    const document = JSON.parse(stdout) as Checklist & { counts: Record<string, number> };
    assert.equal(document.stack, "staging");
    assert.equal(document.items.length, 186);
    assert.equal(document.counts["violated"], 0);
  });

  it("writes a page that needs nothing else, with every item and links to the lines", () => {
    const folder = mkdtempSync(join(tmpdir(), "taskflow-checklist-"));
    try {
      const out = join(folder, "deep/page.html");
      const base = "https://git.example.com/taskflow/blob/v1.0.0/";
      const { code, stdout } = run("--html", "--out", out, "--base", base);
      assert.deepEqual({ code, stdout }, { code: 0, stdout: "" });
      const page = readFileSync(out, "utf8");
      assert.equal(page.match(/<li id="[\w-]+\.\d+" data-state=/g)?.length, 186);
      assert.doesNotMatch(page, /<(?:link|img|iframe|script src)|@import|url\(/);
      assert.match(page, /href="https:\/\/git\.example\.com\/[^"]+\/policies\/rules\/[^"]+#L\d+"/);
      assert.doesNotMatch(page, /<!-- \w+ -->|TITLE|undefined|\[object/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("writes Markdown whose links lead to the repository", () => {
    const { stdout } = run("--markdown");
    assert.equal(stdout.match(/^\| [a-z][a-z-]*\d?\.\d+ \|/gm)?.length, 186);
    assert.match(
      stdout,
      /\[rule container-bounded-cpu\]\(policies\/rules\/container-bounded-cpu\.ts#L\d+\)/,
    );
  });

  it("ends with 1, and says what is wrong, when an item is violated", () => {
    withProduction(
      (text) => text.replace(/^ {2}taskflow:waivers:\n(?: {4}.*\n)+/m, ""),
      (folder) => {
        const { code, stdout } = runIn(folder);
        assert.equal(code, 1, stdout.slice(-500));
        assert.match(stdout, /^ {2}violated /m);
        assert.match(stdout, /: \d+ violated, /);
      },
    );
  });

  it("ends with 2 for a configuration that the program refuses", () => {
    withProduction(
      (text) => text.replace("maxReplicas", "maxReplica"),
      (folder) => {
        const { code, stdout, stderr } = runIn(folder);
        assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
        assert.match(stderr, /maxReplica /);
      },
    );
  });

  for (const [line, problem] of [
    [["--stak", "x"], /did you mean --stack\?/],
    [["--json", "--html"], /exclude each other/],
    [["--out"], /needs a value/],
    [["production"], /unexpected argument/],
  ] as const) {
    it(`refuses ${line.join(" ")}`, () => {
      assert.throws(
        () => parseArguments(line),
        (error) => error instanceof Unusable && problem.test(error.message),
      );
    });
  }
});
