import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { PreviewDocument } from "../../infra/preview/document.ts";

const root = join(import.meta.dirname, "../..");

/** Small, so that what is tested is the command; it fails in the ways that its settings ask for. */
const program = `
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";

class Web extends pulumi.ComponentResource {
  constructor(name: string, text: string) {
    super("taskflow:test:Web", name);
    const parent = { parent: this };
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
    const settings = new k8s.core.v1.ConfigMap(
      name,
      { metadata: { name: name + "-" + hash, namespace: "taskflow" }, data: { text } },
      parent,
    );
    new k8s.core.v1.Pod(
      name,
      {
        metadata: { name: "web", namespace: "taskflow", annotations: { settings: settings.metadata.name } },
        spec: { containers: [] },
      },
      parent,
    );
    this.registerOutputs({});
  }
}

export function program(): unknown {
  const text = TEXT;
  console.log("printed by the program");
  if (text === "refused") throw new pulumi.RunError("taskflow:text is refused\\n    try another");
  if (text === "defect") throw new Error("a defect");
  new Web("web", text);
  return { url: "https://taskflow.example.com" };
}
`;

/** One rule, for the same reason. */
const rules = `
export const rules = [
  {
    name: "text-allowed",
    title: "No text is forbidden.",
    why: "It is a test.",
    severity: "high",
    checklist: ["step1.1"],
    standards: { cis: ["5.7.1"] },
    fix: "Write another text.",
    examples: { compliant: [], violating: [] },
    looksAt: "resource",
    *check({ inputs: { data } }) {
      if (data?.text === "forbidden") yield { path: "data.text", is: data.text, must: "be allowed" };
    },
  },
];
`;

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(folder: string, line: readonly string[], cwd = folder): Result {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, "infra/preview/main.ts"), ...line],
    { cwd, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 2 ** 26 },
  );
  return { code: status, stdout, stderr };
}

describe("npm run preview", () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync(
      "git",
      ["-C", folder, "-c", "user.name=Test", "-c", "user.email=test@example.com", ...args],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    ).trim();
  const declare = (text: string) => {
    writeFileSync(join(folder, "infra/program.ts"), program.replace("TEXT", JSON.stringify(text)));
  };
  const preview = (...line: string[]) =>
    run(folder, ["--stack", "local", "--engine", "embedded", ...line]);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "preview-command-"));
    for (const path of [
      "infra",
      "policies",
      "stacks",
      "components",
      "Pulumi.yaml",
      "package.json",
      "package-lock.json",
      ".gitignore",
    ]) {
      cpSync(join(root, path), join(folder, path), { recursive: true });
    }
    const configuration = parseDocument(readFileSync(join(root, "Pulumi.local.yaml"), "utf8"));
    configuration.deleteIn(["config", "taskflow:waivers"]);
    writeFileSync(join(folder, "Pulumi.local.yaml"), configuration.toString());
    writeFileSync(join(folder, "policies/rules/index.ts"), rules);
    git("init", "--quiet", "--initial-branch=main");
    writeFileSync(join(folder, "README.md"), "Before the command.\n");
    git("add", "README.md", "package-lock.json");
    git("commit", "--quiet", "--message=empty");
    declare("one");
    git("add", ".");
    git("commit", "--quiet", "--message=first");
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  afterEach(() => {
    declare("one");
    assert.equal(git("worktree", "list").split("\n").length, 1, "a work tree is left");
  });

  it("prints engine, tree, counts, verdicts and outputs, from any folder", () => {
    const { code, stdout } = run(folder, ["--stack=local", "--engine=embedded"], tmpdir());
    assert.equal(code, 0);
    assert.equal(
      stdout,
      [
        "engine: embedded (as asked)",
        "",
        "Stack taskflow-local",
        "└─ Web web",
        `   ├─ ConfigMap web (taskflow/…-${hashOf("one")})`,
        "   └─ Pod web (taskflow/web)",
        "",
        "2 resources in 1 component",
        "  1 ConfigMap, 1 Pod",
        "",
        "1 policy evaluated: no violation",
        "",
        "outputs",
        "  url  https://taskflow.example.com",
        "",
      ].join("\n"),
    );
  });

  it("prints nothing but the document with --json, whatever the program prints", () => {
    const { code, stdout, stderr } = preview("--json");
    const document = JSON.parse(stdout) as PreviewDocument;
    assert.equal(code, 0);
    assert.match(stderr, /printed by the program/);
    assert.deepEqual(
      [document.stack, document.engine, document.summary.resources],
      ["local", "embedded", 2],
    );
  });

  it("ends with 1 for what a policy blocks, and shows it in every format", () => {
    declare("forbidden");
    const text = preview();
    assert.equal(text.code, 1);
    const line =
      program.split("\n").findIndex((text) => text.includes("new k8s.core.v1.ConfigMap")) + 1;
    const message =
      "ConfigMap taskflow/web-NAME: data.text is forbidden; it must be allowed (checklist step1.1; CIS 5.7.1). Write another text.";
    const violation = {
      policy: "text-allowed",
      level: "mandatory",
      severity: "high",
      urn: "urn:pulumi:local::taskflow::taskflow:test:Web$kubernetes:core/v1:ConfigMap::web",
      path: "data.text",
      message: message.replace("NAME", hashOf("forbidden")),
      source: { file: "infra/program.ts", line },
    };
    assert.ok(
      text.stdout.includes(
        [
          "1 policy evaluated: 1 mandatory, 0 advisory violations",
          "  high, mandatory: text-allowed",
          `    ${violation.message}`,
          `      data.text of ConfigMap web, declared in infra/program.ts:${line}`,
          "",
        ].join("\n"),
      ),
      text.stdout,
    );
    const json = preview("--json");
    assert.equal(json.code, 1);
    assert.deepEqual((JSON.parse(json.stdout) as PreviewDocument).policies, {
      evaluated: 1,
      violations: [violation],
      waived: [],
      undecided: [],
    });
    const sarif = preview("--sarif");
    assert.equal(sarif.code, 1);
    const { runs } = JSON.parse(sarif.stdout) as { runs: { results: { ruleId: string }[] }[] };
    assert.deepEqual(
      runs[0]?.results.map(({ ruleId }) => ruleId),
      ["text-allowed"],
    );
    const markdown = preview("--markdown");
    assert.equal(markdown.code, 1);
    assert.match(
      markdown.stdout,
      /^- high, mandatory: `text-allowed`\n {2}- ConfigMap taskflow\/web-/m,
    );
  });

  it("ends with 2 and the message alone when the configuration is refused", () => {
    declare("refused");
    const { code, stdout, stderr } = preview();
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.equal(stderr, "printed by the program\ntaskflow:text is refused\n    try another\n");
  });

  it("ends with 2 for a stack that there is not", () => {
    const { code, stderr } = run(folder, ["--stack", "lcal", "--engine", "embedded"]);
    assert.equal(code, 2);
    assert.match(stderr, /local/);
    assert.doesNotMatch(stderr, /^ {4}at /m);
  });

  it("ends with 2 and the usage for what it does not understand", () => {
    const { code, stderr } = run(folder, ["--stak", "local"]);
    assert.equal(code, 2);
    assert.match(stderr, /did you mean --stack\?\nUsage: npm run preview/);
  });

  it("ends with 3 and a stack trace for a defect of the program", () => {
    declare("defect");
    const { code, stderr } = preview();
    assert.equal(code, 3);
    assert.match(stderr, /Error: a defect\n {4}at /);
  });

  it("writes the files of --out, and refuses a folder that is not its own", () => {
    const out = join(folder, "out");
    const { code, stderr } = preview("--out", out);
    assert.equal(code, 0);
    assert.match(stderr, /wrote 4 files to /);
    assert.match(
      readFileSync(join(out, "taskflow/configmap-web.yaml"), "utf8"),
      /^data:\n {2}text: one$/m,
    );
    const refused = preview("--out", join(folder, "infra"));
    assert.equal(refused.code, 2);
    assert.equal(refused.stdout, "");
    assert.match(refused.stderr, /has files that this command has not written/);
  });

  it("shows what differs from another revision, and leaves nothing behind", () => {
    declare("two");
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("taskflow-revision-"));
    const { code, stdout } = preview("--against", "HEAD");
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^local against HEAD \([0-9a-f]{7}\): 0 added, 1 changed, 1 replaced, 0 removed$/m,
    );
    assert.match(stdout, /^ {2}~ data\.text: one → two$/m);
    assert.match(stdout, /^~ Pod web .*rolls with web/m);
    assert.deepEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith("taskflow-revision-")),
      before,
    );
    assert.ok(existsSync(join(root, "node_modules/typescript")), "the packages are removed");
    assert.ok(lstatSync(join(folder, "node_modules")).isSymbolicLink());
  });

  it("adds the difference to the document", () => {
    declare("two");
    const { stdout } = preview("--against", "main", "--json");
    const { against } = JSON.parse(stdout) as {
      against: { ref: string; changes: { urn: string; kind: string }[] };
    };
    assert.equal(against.ref, "main");
    assert.deepEqual(
      against.changes.map(({ kind }) => kind),
      ["replaced", "changed"],
    );
    assert.match(against.changes[0]?.urn ?? "", /ConfigMap::web$/);
  });

  it("ends with 2 for a revision that there is not, or that cannot be previewed", () => {
    for (const [ref, problem] of [
      ["nowhere", /git knows no such revision/],
      ["--help", /--against needs a value/],
      ["HEAD~1", /has no preview command yet/],
    ] as const) {
      const { code, stdout, stderr } = preview("--against", ref);
      assert.equal(code, 2, ref);
      assert.equal(stdout, "");
      assert.match(stderr, problem);
      assert.doesNotMatch(stderr, /^ {4}at /m);
    }
  });

  it("says why the other revision fails, with 2", () => {
    declare("refused");
    git("commit", "--quiet", "--all", "--message=broken");
    declare("two");
    const { code, stderr } = preview("--against", "HEAD");
    git("reset", "--quiet", "--soft", "HEAD~1");
    assert.equal(code, 2);
    assert.match(stderr, /preview of that revision fails\.\n.*\n?taskflow:text is refused/);
  });

  it("shows this repository's production stack", () => {
    const { code, stdout, stderr } = run(root, ["--engine", "embedded", "--json"]);
    const { stack, summary, policies } = JSON.parse(stdout) as PreviewDocument;
    assert.deepEqual(policies.violations, []);
    assert.equal(code, 0, stderr);
    assert.equal(stack, "production");
    assert.ok(summary.resources > 100);
  });
});

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
