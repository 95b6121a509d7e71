import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../../infra/config/parse.ts";
import { formatProblems } from "../../infra/config/problem.ts";
import { readStackFile, stackNames } from "../../infra/config/stack-file.ts";
import { ROOT, draft, problemsOf } from "./support.ts";

describe("committed stacks", () => {
  for (const stack of ["production", "staging", "local"]) {
    it(`${stack} is valid, of that environment, and frozen at every depth`, () => {
      const { config, secretKeys, problems } = readStackFile(ROOT, stack);
      assert.deepEqual(problems, []);
      const parsed = parseConfig(config, secretKeys, stack);
      assert.ok(parsed.ok, parsed.ok ? "" : formatProblems(stack, parsed.problems));
      assert.equal(parsed.config.environment, stack);
      assertFrozen(parsed.config);
    });

    it(`${stack} holds no secret in the clear`, () => {
      const { config, secretKeys } = readStackFile(ROOT, stack);
      for (const key of secretKeys) assert.equal(config[key], "[secret]");
    });
  }

  it("there are no others", () => {
    assert.deepEqual(stackNames(ROOT), ["local", "production", "staging"]);
  });

  it("production cannot call itself local", () => {
    const [problem] = problemsOf(draft("local"), "organization/taskflow/production");
    assert.equal(problem?.key, "taskflow:environment");
    assert.match(problem.message, /must be of that environment/);
    assert.deepEqual(problemsOf(draft("local"), "laptop"), []);
  });
});

describe("stack file", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "taskflow-config-"));
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  function read(project: string, stack: string) {
    writeFileSync(join(root, "Pulumi.yaml"), project);
    writeFileSync(join(root, "Pulumi.test.yaml"), stack);
    return readStackFile(root, "test");
  }

  it("becomes what the engine hands to a program", () => {
    const { config, secretKeys, problems } = read(
      "name: taskflow\nconfig:\n  word: { type: string, default: given }\n  group: { type: object, default: {} }\n  kubernetes:context: { value: kind }\n  secret: { secret: true, default: '' }\n",
      [
        "config:",
        "  taskflow:group: { a: 1, b: [x, true, 0.5] }",
        "  taskflow:flag: true",
        "  taskflow:mailPassword: { secure: v1:abc }",
        "  taskflow:mixed: { plain: x, hidden: { secure: v1:abc } }",
        "  pulumi:tags: { team: taskflow }",
        "encryptionsalt: v1:abc",
      ].join("\n"),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      { ...config },
      {
        "taskflow:group": '{"a":1,"b":["x",true,0.5]}',
        "taskflow:flag": "true",
        "taskflow:mailPassword": "[secret]",
        "taskflow:mixed": '{"plain":"x","hidden":"[secret]"}',
        "pulumi:tags": '{"team":"taskflow"}',
        "taskflow:word": "given",
        "kubernetes:context": "kind",
        "taskflow:secret": "",
      },
    );
    assert.deepEqual([...secretKeys].sort(), ["taskflow:mailPassword", "taskflow:mixed"]);
  });

  it("names the stacks that there are when it is asked for another one", () => {
    read("config: {}", "config: {}");
    const [problem] = readStackFile(root, "tset").problems;
    assert.equal(problem?.key, "Pulumi.tset.yaml");
    assert.match(problem.message, /does not exist; there are stacks test$/);
    assert.equal(problem.example, "--stack test");
  });

  it("is found by a full stack name", () => {
    read("config: {}", "config:\n  taskflow:environment: local\n");
    assert.equal(readStackFile(root, "org/taskflow/test").config["taskflow:environment"], "local");
  });

  it("cannot name a file elsewhere", () => {
    const [problem] = readStackFile(root, "../..").problems;
    assert.match(problem?.message ?? "", /does not exist/);
  });

  it("says where its YAML breaks off", () => {
    const [problem] = read("config: {}", "config:\n  a: [1\n").problems;
    assert.equal(problem?.key, "Pulumi.test.yaml");
    assert.match(problem.message, /cannot be read: .*line 3/s);
  });

  it("must have a config group", () => {
    const [problem] = read("config: {}", "- config").problems;
    assert.match(problem?.message ?? "", /must have a group named config/);
  });

  it("refuses a key without namespace, as the engine does", () => {
    const [problem] = read("config: {}", "config:\n  release: {}\n").problems;
    assert.equal(problem?.key, "release");
    assert.equal(problem.example, "taskflow:release");
  });
});

function assertFrozen(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  assert.ok(Object.isFrozen(value));
  Object.values(value).forEach(assertFrozen);
}
