import assert from "node:assert/strict";
import {
  EngineUnavailable,
  findPulumi,
  previewWithPulumi,
} from "../../infra/preview/cli-engine.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { previewEmbedded } from "../../infra/preview/engine/index.ts";
import { withField } from "../support/changes.ts";
import { previewOf, stacks } from "../support/stacks.ts";
import { disagreements } from "./agreement.ts";
import { ChartRepository } from "./chart-repository.ts";
import { Sandbox } from "./sandbox.ts";

describe("the embedded engine and the real one", function () {
  // The engine starts a process for each plugin, and a language host.
  this.timeout(180_000);

  const cli = findPulumi();
  let sandbox: Sandbox | undefined;
  let charts: ChartRepository | undefined;

  before(async () => {
    if (cli === undefined) return;
    sandbox = new Sandbox();
    charts = await ChartRepository.serve("cert-manager", await chartVersions());
  });

  after(() => {
    charts?.close();
    sandbox?.remove();
  });

  for (const stack of stacks) {
    it(`agree on ${stack}`, async function () {
      if (cli === undefined || !sandbox || !charts)
        return skip(this, "there is no pulumi CLI here");
      if ((await chartVersionOf(stack)) !== undefined) {
        sandbox.configure(stack, ["taskflow:certManager", "repository"], charts.url);
      }
      await sandbox.initialize(cli, stack);
      let engine: PreviewDocument;
      try {
        engine = await previewWithPulumi(cli, { stack, root: sandbox.root, say: () => undefined });
      } catch (error) {
        if (!(error instanceof EngineUnavailable)) throw error;
        return skip(this, `${cli} cannot preview: ${error.message}`);
      }
      const embedded = await previewEmbedded({ stack, root: sandbox.root });
      const found = disagreements(embedded, engine);
      if (found.length > 0)
        assert.fail([`${found.length} differences`, ...found.slice(0, 50)].join("\n"));
    });
  }
});

describe("disagreements", function () {
  // The first test previews the stack.
  this.timeout(60_000);

  const backend = { kind: "Deployment", name: "backend" } as const;

  it("are none between equal documents", async () => {
    const document = await previewOf("local");
    assert.deepEqual(disagreements(document, structuredClone(document)), []);
  });

  it("are none when only a drawn name differs, wherever it stands", async () => {
    const document = await previewOf("local");
    const text = JSON.stringify(document);
    const [name = ""] = /taskflow-secrets-backend-[0-9a-f]{8}/.exec(text) ?? [];
    assert.notEqual(name, "");
    const redrawn = text.replaceAll(name, "taskflow-secrets-backend-00000000");
    assert.deepEqual(disagreements(document, JSON.parse(redrawn) as PreviewDocument), []);
  });

  it("name the resource and the field", async () => {
    const document = await previewOf("local");
    const changed = withField(document, backend, "/spec/minReadySeconds", 99);
    assert.deepEqual(disagreements(document, changed), [
      "Deployment taskflow-backend inputs.spec.minReadySeconds: embedded 10, engine 99",
    ]);
  });

  it("are none between two ways to write a quantity, and one between two quantities", async () => {
    const document = await previewOf("local");
    const limited = (memory: string) =>
      withField(
        document,
        backend,
        "/spec/template/spec/containers/0/resources/limits/memory",
        memory,
      );
    assert.deepEqual(disagreements(limited("2048Mi"), limited("2Gi")), []);
    assert.equal(disagreements(limited("2048Mi"), limited("2G")).length, 1);
  });

  it("are found in options, dependencies, parents and outputs", async () => {
    const document = await previewOf("local");
    const differing = {
      ...document,
      outputs: { ...document.outputs, more: 1 },
      resources: document.resources.map((resource) =>
        resource.name === "taskflow-backend" && resource.type.endsWith(":Deployment")
          ? {
              ...resource,
              parent: "urn:pulumi:local::taskflow::a:b:C::other",
              dependsOn: resource.dependsOn.slice(1),
              options: { protect: true as const },
            }
          : resource,
      ),
    };
    const found = disagreements(document, differing);
    for (const part of [/ parent: /, / dependsOn/, / options\.protect: /, /^outputs\.more: /]) {
      assert.equal(found.filter((line) => part.test(line)).length > 0, true, String(part));
    }
  });

  it("are resources that only one of them has", async () => {
    const document = await previewOf("local");
    const fewer = { ...document, resources: document.resources.slice(0, -1) };
    const [last] = document.resources.slice(-1);
    assert.deepEqual(disagreements(document, fewer), [`only embedded: ${String(last?.urn)}`]);
    assert.deepEqual(disagreements(fewer, document), [`only the engine: ${String(last?.urn)}`]);
  });
});

/** Says why a test does not run: a test that is silently skipped proves nothing. */
function skip(test: Mocha.Context, reason: string): never {
  process.stdout.write(`      (skipped: ${reason})\n`);
  test.skip();
}

/** Versions of the chart that the stacks install, so that the repository has them. */
async function chartVersions(): Promise<string[]> {
  const versions = await Promise.all(stacks.map(chartVersionOf));
  return [...new Set(versions.filter((version) => version !== undefined))];
}

async function chartVersionOf(stack: (typeof stacks)[number]): Promise<string | undefined> {
  const { resources } = await previewOf(stack);
  const release = resources.find(({ type }) => type === "kubernetes:helm.sh/v3:Release");
  return release && String(release.inputs["version"]);
}
