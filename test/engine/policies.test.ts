import assert from "node:assert/strict";
import { EngineUnavailable, failure, findPulumi } from "../../infra/preview/cli-engine.ts";
import type { Waiver } from "../../policies/waivers.ts";
import { PoliciesProject, type Run } from "./policies-project.ts";

/** A pet that violates, and one beside it that complies. */
const VIOLATING = `
  new random.RandomPet("wrong", { separator: "_" });
  new random.RandomPet("right", { separator: "-" });
`;
const MESSAGE =
  "RandomPet wrong: separator is _; it must be a dash (checklist step1.1; CIS 5.7.1). Write a dash.";

const waiver: Waiver = {
  rule: "pet-has-dash",
  object: "RandomPet/wrong",
  reason: "It is a test that needs a violation.",
  by: "Robin Lindqvist",
  until: "2999-12-31",
};

describe("policies with the real engine", function () {
  this.timeout(180_000);

  const cli = findPulumi();
  let project: PoliciesProject;

  before(async function () {
    if (cli === undefined) {
      skip(this, "there is no pulumi CLI here");
      return;
    }
    project = new PoliciesProject(cli);
    await project.stack("production");
    await project.stack("local");
    project.declare(`new random.RandomPet("right", { separator: "-" });`);
    const { code, output } = await project.run("preview", "production");
    if (code !== 0 && failure({}, output) instanceof EngineUnavailable) skip(this, output);
    assert.equal(code, 0, output);
  });
  beforeEach(() => {
    for (const stack of ["production", "local"]) project.waive(stack, {});
  });
  after(() => {
    if (cli !== undefined) project.remove();
  });

  const isBlocked = ({ code, output }: Run, ...messages: readonly string[]) => {
    assert.notEqual(code, 0, output);
    for (const message of messages) assert.ok(output.includes(message), output);
    assert.ok(!output.includes("unhandled exception"), output);
  };
  const isFine = ({ code, output }: Run) => {
    assert.equal(code, 0, output);
  };

  it("block a preview, with the message alone", async () => {
    project.declare(VIOLATING);
    const run = await project.run("preview", "production");
    isBlocked(run, "Blocked by policy, before anything was changed: 1 violation.", MESSAGE);
    assert.ok(!/^ +at /m.test(run.output), run.output);
  });

  it("block an update before the first write, with preview and without", async () => {
    project.declare(VIOLATING);
    for (const options of [[], ["--skip-preview"]]) {
      isBlocked(await project.run("up", "production", "--yes", ...options), MESSAGE);
      assert.deepEqual(await project.state("production"), []);
    }
  });

  it("block at the update what no preview can decide, before that resource is written", async () => {
    project.declare(`
      const drawn = new random.RandomString("drawn", { length: 9 }).result;
      new random.RandomPet("alone", { prefix: drawn });
      new random.RandomPet("across", { prefix: drawn, keepers: { across: "yes" } });
      new k8s.core.v1.ConfigMap("map", { data: { separator: pulumi.secret(drawn) } });
    `);
    isFine(await project.run("preview", "production"));
    const run = await project.run("up", "production", "--yes", "--skip-preview");
    isBlocked(
      run,
      "RandomPet::alone was written: ",
      "RandomPet::across was written: 2 violations.",
      "ConfigMap::map was written: ",
      "pet-has-dash: RandomPet alone: prefix is ",
      "pets-have-dashes: RandomPet across: prefix is ",
      "map-has-dash: ConfigMap map-",
    );
    assert.ok(!run.output.includes("unreachable"), run.output);
    assert.deepEqual(await project.state("production"), ["drawn"]);
    isFine(await project.run("destroy", "production", "--yes", "--skip-preview"));
  });

  it("honour a waiver, in the gate and in the pack", async () => {
    project.declare(VIOLATING);
    project.waive("production", { test: waiver });
    isFine(await project.run("preview", "production", "--policy-pack", "policies"));
  });

  it("block for a waiver that has expired, and for one that nothing needs", async () => {
    project.declare(VIOLATING);
    project.waive("production", {
      old: { ...waiver, until: "2026-01-31" },
      unused: { ...waiver, object: "RandomPet/right" },
    });
    isBlocked(
      await project.run("preview", "production"),
      "3 violations",
      MESSAGE,
      "waiver of pet-has-dash for RandomPet/wrong: it has expired on 2026-01-31",
      "waiver of pet-has-dash for RandomPet/right: it waives nothing",
    );
  });

  it("advise where one machine cannot comply, and only there", async () => {
    project.declare(`new k8s.core.v1.ConfigMap("map", { data: { separator: "_" } });`);
    const local = await project.run("preview", "local", "--policy-pack", "policies");
    isFine(local);
    assert.match(local.output, /\[advisory\].*map-has-dash/);
    isBlocked(await project.run("preview", "production"), "map-has-dash: ConfigMap map");
  });

  describe("by the pack alone", () => {
    it("block a preview by each rule, whatever else of the resource is unknown", async () => {
      project.declare(
        `const drawn = new random.RandomString("drawn", { length: 9 }).result;
         new random.RandomPet("wrong", {
           separator: "_",
           prefix: drawn,
           keepers: { across: "yes", drawn },
         });`,
        { gated: false },
      );
      const run = await project.run("preview", "production", "--policy-pack", "policies");
      isBlocked(run, MESSAGE);
      assert.match(run.output, /\[mandatory\].* pet-has-dash .*wrong/);
      assert.match(run.output, /\[mandatory\].* pets-have-dashes .*wrong/);
      assert.ok(!run.output.includes("can't run policy"), run.output);
    });

    it("block for a waiver that does not hold", async () => {
      project.declare(`new random.RandomPet("right", { separator: "-" });`, { gated: false });
      project.waive("production", { unused: waiver });
      isBlocked(
        await project.run("preview", "production", "--policy-pack", "policies"),
        "The waiver of pet-has-dash for RandomPet/wrong waives nothing",
      );
    });

    it("block everywhere when it is published, where no stack is known", async () => {
      project.declare(VIOLATING, { gated: false });
      const run = await project.run("preview", "local", "--policy-pack", project.publishedPack());
      isBlocked(run, MESSAGE);
    });
  });
});

/** Says why a test does not run: a test that is silently skipped proves nothing. */
function skip(test: Mocha.Context, reason: string): void {
  process.stdout.write(`      (skipped: ${reason})\n`);
  test.skip();
}
