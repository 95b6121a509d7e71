import assert from "node:assert/strict";
import { EngineUnavailable, failure, findPulumi } from "../../infra/preview/cli-engine.ts";
import { complete, images, lines, question } from "../evidence/support.ts";
import { PoliciesProject } from "./policies-project.ts";

/** What stands for the workload: its name is the version that serves. */
const program = (version: string, digests: typeof images, annotation = "") => `
  const evidence = gateCommand(
    "release-evidence",
    {
      gate: "evidence",
      input: ${JSON.stringify({
        ...question,
        version,
        images: digests,
        bundle: "../evidence.jsonl",
      })},
    },
    {},
  );
  new random.RandomPet("unrelated", { keepers: { annotation: "${annotation}" } });
  const pet = new random.RandomPet(
    "workload",
    { separator: "-", keepers: { version: "${version}" } },
    { dependsOn: [evidence] },
  );
  return { serving: pet.keepers };
`;
const other = { ...images, backend: `sha256:${"9".repeat(64)}` } as const;

describe("the release with the real engine", function () {
  this.timeout(180_000);

  const cli = findPulumi();
  let project: PoliciesProject;

  before(async function () {
    if (cli === undefined) {
      process.stderr.write("release with the real engine skipped: there is no pulumi CLI here\n");
      this.skip();
    }
    project = new PoliciesProject(cli);
    await project.stack("local");
    project.write("evidence.jsonl", lines(complete()).join("\n"));
    project.declare(program("v1.0.0", images));
    const { code, output } = await project.run("preview", "local");
    if (code !== 0 && failure({}, output) instanceof EngineUnavailable) {
      process.stderr.write(`release with the real engine skipped: ${output}\n`);
      this.skip();
    }
    assert.equal(code, 0, output);
  });
  after(() => {
    if (cli !== undefined) project.remove();
  });

  const serving = async () => {
    const { output } = await project.run("stack", "local", "output", "serving", "--json");
    return (JSON.parse(output) as { version: string }).version;
  };
  const up = () => project.run("up", "local", "--yes", "--skip-preview");

  it("asks no gate in a preview, and says that it will", async () => {
    project.write("evidence.jsonl", "this is no evidence");
    const { code, output } = await project.run("preview", "local");
    assert.equal(code, 0, output);
    assert.match(output, /command:local:Command release-evidence +create/);
    project.write("evidence.jsonl", lines(complete()).join("\n"));
  });

  it("rolls out what is proven", async () => {
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.equal(await serving(), "v1.0.0");
  });

  it("asks again for another image, and leaves what serves as it is when nothing is proven", async () => {
    project.declare(program("v1.1.0", other));
    for (let attempt = 1; attempt <= 2; attempt++) {
      const { code, output } = await up();
      assert.notEqual(code, 0, output);
      assert.match(output, /evidence: the release is refused, and what was running goes on/);
      assert.match(output, /^ *code\.8: /m);
      assert.equal(await serving(), "v1.0.0");
    }
  });

  it("does not ask again when something else has changed", async () => {
    project.write("evidence.jsonl", "this is no evidence");
    project.declare(program("v1.0.0", images, "changed"));
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, /local:Command/);
  });
});
