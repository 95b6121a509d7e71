import assert from "node:assert/strict";
import { logins } from "../../../components/database/names.ts";
import { BACKEND_PORT } from "../../../components/web/backend.ts";
import { FRONTEND_PORT } from "../../../components/web/nginx.ts";
import type { PreviewDocument } from "../../../infra/preview/document.ts";
import type { Cluster } from "../cluster.ts";
import { sharedCluster } from "../shared.ts";
import { type StackImages, stackImages } from "./images.ts";
import { load } from "./load.ts";
import { missing } from "./missing.ts";
import { HOME, NAMESPACE, once, previewWith, server, usersOf } from "./trial.ts";

const RELEASE = "v1.0.0";
const inNamespace = `--namespace=${NAMESPACE}`;

/** What each image is asked once, and how it must answer. */
const QUESTIONS = {
  postgres: { ask: { command: ["postgres", "--version"] }, answer: /^postgres .* 15\./ },
  pgbouncer: { ask: { command: ["pgbouncer", "--version"] }, answer: /^PgBouncer 1\./ },
  migrations: { ask: { command: ["npm", "--version"] }, answer: /^\d+\.\d+/ },
  prometheus: { ask: { args: ["--version"] }, answer: /^prometheus, version/ },
  k6: { ask: { args: ["version"] }, answer: /^k6 v1\./ },
  "blackbox-exporter": { ask: { args: ["--version"] }, answer: /^blackbox_exporter, version/ },
  "postgres-exporter": { ask: { args: ["--version"] }, answer: /^postgres_exporter, version/ },
  "pgbouncer-exporter": { ask: { args: ["--version"] }, answer: /^pgbouncer_exporter, version/ },
} as const;

describe("the images of the local stack", () => {
  let cluster: Cluster | undefined;
  let made: StackImages;
  let preview: PreviewDocument;
  let references: Readonly<Record<string, string>>;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stderr.write(`images of the local stack skipped: ${reason}\n`);
      this.skip();
    }
    made = await stackImages();
    references = made.references(RELEASE);
    preview = await previewWith(made.settings(RELEASE));
    cluster = await sharedCluster();
    await load(cluster, made.images);
    await apply([HOME]);
    const questions = Object.entries(QUESTIONS).map(([name, { ask }]) =>
      once(userOf(name), name, { image: references[name] ?? "", ...ask }),
    );
    await apply(questions);
  });

  after(async () => {
    await cluster?.kubectl(["delete", "namespace", NAMESPACE]);
  });

  it("are all that its pods refer to", () => {
    const referred = new Set(usersOf(preview).map(({ container }) => container.image));
    assert.deepEqual(
      [...referred].filter((image) => !Object.values(references).includes(image)),
      [],
    );
  });

  for (const [name, { answer }] of Object.entries(QUESTIONS)) {
    it(`start: ${name}`, async () => {
      await wait(name, "{.status.phase}=Succeeded");
      assert.match(await kubectl("logs", name, inNamespace), answer);
    });
  }

  it("serve the pages with the stack's configuration", async () => {
    await apply(server(preview, userOf("frontend"), {}));
    await wait("frontend", `{.status.containerStatuses[0].ready}=true`);
    const page = await get("frontend", FRONTEND_PORT, "/some/page");
    assert.match(page, /^HTTP\/1\.1 200/);
    assert.match(page, /\r\nContent-Security-Policy: /);
    const [script = ""] = /\/assets\/[0-9a-f]+\/app\.js/.exec(page) ?? [];
    assert.match(await get("frontend", FRONTEND_PORT, script), /^HTTP\/1\.1 200.*immutable/s);
    assert.match(await get("frontend", FRONTEND_PORT, "/settings.json"), /"release": "v1\.0\.0"/);
  });

  it("answer of the API what can be said without a database", async () => {
    const [username] = logins("application");
    const secrets = {
      credentials: { "session-key": "in use", "session-key-previous": "before" },
      database: { username, password: "none" },
      "database-ca": { "ca.crt": "none" },
    };
    await apply(server(preview, userOf("backend"), secrets));
    await wait("backend", `{.status.containerStatuses[0].started}=true`);
    assert.match(await get("backend", BACKEND_PORT, "/health"), /"release":"v1\.0\.0"/);
    assert.match(await get("backend", BACKEND_PORT, "/readyz"), /^HTTP\/1\.1 503/);
  });

  function userOf(name: string) {
    const user = usersOf(preview).find(({ container }) => container.image === references[name]);
    assert.ok(user, `nobody runs ${name}`);
    return user;
  }

  async function kubectl(...args: readonly string[]): Promise<string> {
    assert.ok(cluster);
    return cluster.kubectl(args);
  }

  async function apply(items: readonly object[]): Promise<void> {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    await cluster?.kubectl(["apply", "--server-side", "--filename=-"], list);
  }

  async function wait(name: string, condition: string): Promise<void> {
    await kubectl(
      "wait",
      `pod/${name}`,
      inNamespace,
      `--for=jsonpath=${condition}`,
      "--timeout=180s",
    );
  }

  /** What a pod answers, with headers. */
  async function get(name: string, port: number, path: string): Promise<string> {
    assert.ok(cluster);
    const ip = await kubectl("get", "pod", name, inNamespace, "--output=jsonpath={.status.podIP}");
    const curl = ["curl", "--silent", "--include", "--max-time", "10"];
    return cluster.sandbox.run([...curl, `http://${ip}:${port}${path}`]);
  }
});
