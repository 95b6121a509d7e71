import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type Server, createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { connect } from "../../components/release/kubernetes/connect.ts";
import { type Right, nameOf, rollbackRights } from "../../components/release/readiness/rights.ts";
import { requireRights } from "../../components/release/rollback/rights.ts";
import { Unusable } from "../../infra/preview/failure.ts";
import { run } from "../../infra/rollback/command.ts";
import { root } from "../support/stacks.ts";
import { selfSigned } from "./registry-server.ts";

const CONTEXT = "taskflow-production";
const REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

interface Review {
  readonly spec: { readonly resourceAttributes: Right & { readonly namespace: string } };
}

describe("the rights of whoever goes back", () => {
  /** Names of rights that the API server denies. */
  let denied: readonly string[] = [];
  /** What was asked, and what of it was no review. */
  let reviewed: string[] = [];
  let others: string[] = [];
  let server: Server | undefined;
  let folder: string;
  const kubeconfig = process.env["KUBECONFIG"];

  before(async function () {
    const certificate = selfSigned();
    if (!certificate) this.skip();
    server = createServer(certificate, (request, response) => {
      void (async () => {
        if (request.url !== REVIEWS) {
          others.push(`${request.method ?? ""} ${request.url ?? ""}`);
          response.writeHead(404).end("{}");
          return;
        }
        const { spec } = (await json(request)) as Review;
        const { namespace, ...right } = spec.resourceAttributes;
        const name = nameOf(right);
        reviewed.push(`${namespace}: ${name}`);
        response.end(JSON.stringify({ status: { allowed: !denied.includes(name) } }));
      })();
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    folder = mkdtempSync(join(tmpdir(), "taskflow-rights-"));
    const { port } = server.address() as AddressInfo;
    const cluster = {
      server: `https://localhost:${port}`,
      "certificate-authority-data": Buffer.from(certificate.cert).toString("base64"),
    };
    const config = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "c", cluster }],
      users: [{ name: "u", user: { token: "t" } }],
      contexts: [{ name: CONTEXT, context: { cluster: "c", user: "u" } }],
    };
    process.env["KUBECONFIG"] = join(folder, "config");
    writeFileSync(join(folder, "config"), JSON.stringify(config));
  });

  beforeEach(() => {
    [denied, reviewed, others] = [[], [], []];
  });

  after(() => {
    if (kubeconfig === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = kubeconfig;
    if (folder) rmSync(folder, { recursive: true });
    server?.close();
    server?.closeAllConnections();
  });

  it("are all asked for, and where none is missing nobody is stopped", async () => {
    const connection = await connect(CONTEXT);
    await requireRights(connection, "taskflow", false);
    assert.deepEqual(
      reviewed.sort(),
      rollbackRights(false)
        .map((right) => `taskflow: ${nameOf(right)}`)
        .sort(),
    );
    for (const name of [
      "patch deployments.apps",
      "list replicasets.apps",
      "create configmaps",
      "create pods/portforward",
    ]) {
      assert.ok(reviewed.includes(`taskflow: ${name}`), name);
    }
  });

  it("are those to make Jobs only where the data are put back", async () => {
    denied = ["create jobs.batch", "watch events"];
    const connection = await connect(CONTEXT);
    await requireRights(connection, "taskflow", false);
    await assert.rejects(
      requireRights(connection, "taskflow", true),
      /may not create jobs\.batch, watch events in namespace taskflow: nothing was done/,
    );
  });

  it("are asked for before anything is read or done, and all that are missing are said", async () => {
    denied = ["patch deployments.apps", "create configmaps"];
    const error: unknown = await run(
      ["--stack", "production", "--reason", "Errors", "--yes"],
      root,
    ).catch((problem: unknown) => problem);
    assert.ok(error instanceof Unusable, String(error));
    assert.match(error.message, /may not patch deployments\.apps, create configmaps in namespace/);
    assert.deepEqual(others, []);
  });

  it("keep nobody from going on to what there is to go back to", async () => {
    await assert.rejects(run(["--stack", "production", "--reason", "Errors"], root), Unusable);
    assert.ok(others.includes("GET /apis/apps/v1/namespaces/taskflow/deployments/backend"));
  });
});
