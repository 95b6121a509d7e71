import assert from "node:assert/strict";
import { apiHeaders, pageHeaders } from "../../components/edge/headers.ts";
import { ORIGIN } from "../fixtures/taskflow/stage.ts";
import { Cluster } from "./cluster.ts";
import { type Deployment, deploymentOn } from "./deployment/deployment.ts";
import { clusterSettings } from "./deployment/settings.ts";
import { DeployedStack } from "./deployment/stack.ts";
import { type StackImages, stackImages } from "./stack/images.ts";
import { load } from "./stack/load.ts";
import { missing } from "./stack/missing.ts";
import { until } from "./until.ts";

const NAMESPACES = ["taskflow", "monitoring"];
const JSON_BODY = ["--header", "Content-Type: application/json"];

describe("the local stack on the cluster", function () {
  // Each goes on from where the one before has led.
  this.bail(true);

  let wasUp: boolean | undefined;
  let cluster: Cluster;
  let made: StackImages;
  let deployment: Deployment;
  let stack: DeployedStack;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stderr.write(`local stack skipped: ${reason}\n`);
      this.skip();
    }
    made = await stackImages();
    wasUp = Cluster.running() !== undefined;
    cluster = await Cluster.up();
    await load(cluster, made.images);
    stack = new DeployedStack(cluster);
    deployment = await deploymentOn(cluster, [...clusterSettings(), ...made.settings("v1.0.0")]);
    process.stderr.write(`local stack deployed by ${deployment.by}\n`);
  });

  after(async () => {
    if (wasUp === undefined) return;
    if (!wasUp) return Cluster.down();
    // Absent when not even that was reached.
    await (deployment as Deployment | undefined)?.destroy();
  });

  const release = (version: string) => {
    deployment.configure(made.settings(version));
    return deployment.up();
  };

  it("comes up from nothing, past every gate", async () => {
    await deployment.up();
    assert.equal(await stack.release(), "v1.0.0");
  });

  it("is changed by nothing when it is deployed again", async () => {
    assert.deepEqual(await deployment.up(), []);
  });

  it("runs under the restricted level, and nothing restarts", async () => {
    for (const namespace of NAMESPACES) {
      const level = "{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}";
      const get = ["get", "namespace", namespace, `--output=jsonpath=${level}`];
      assert.equal(await cluster.kubectl(get), "restricted");
      for (const { metadata, status } of await stack.pods(namespace)) {
        const restarts = status.containerStatuses?.map(({ restartCount }) => restartCount) ?? [];
        assert.deepEqual(new Set(restarts), new Set([0]), `${namespace}/${metadata.name}`);
        assert.match(status.phase, /^(?:Running|Succeeded)$/, `${namespace}/${metadata.name}`);
      }
    }
  });

  describe("its edge", () => {
    it("shows a certificate of the stack's issuer, and every header", async () => {
      const page = await stack.get(`${ORIGIN}/`);
      assert.match(page, /^HTTP\/2 200 /);
      const api = await stack.get(`${ORIGIN}/health`);
      for (const [answer, headers] of [
        [page, pageHeaders()],
        [api, apiHeaders()],
      ] as const) {
        // On one machine browsers must not insist on HTTPS for whatever else is there.
        const shown = { ...headers, "Strict-Transport-Security": "max-age=0; includeSubDomains" };
        for (const [name, value] of Object.entries(shown)) {
          assert.ok(answer.includes(`\n${name.toLowerCase()}: ${value}\r\n`), `${name}: ${answer}`);
        }
      }
    });

    it("leads from plain HTTP to it", async () => {
      const answer = await stack.get(`${ORIGIN.replace("https:", "http:")}/`);
      assert.match(answer, /^HTTP\/1.1 301 /);
      assert.ok(answer.includes(`Location: ${ORIGIN}/\r\n`));
    });

    it("lets no page of another origin read", async () => {
      const ask = (origin: string) =>
        stack.get(`${ORIGIN}/health`, "--header", `Origin: ${origin}`);
      assert.doesNotMatch(await ask("https://elsewhere.example"), /access-control-allow-origin/);
      const allowed = await ask("http://localhost:5173");
      assert.match(allowed, /^access-control-allow-origin: http:\/\/localhost:5173\r$/m);
    });

    it("answers those who try passwords with 429", async () => {
      const url = `${ORIGIN}/api/auth/login`;
      const body = JSON.stringify({ email: "nobody@taskflow.invalid", password: "guess" });
      // At once: the limit is one of a minute, and each attempt takes a while.
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => stack.get(url, ...JSON_BODY, "--data", body)),
      );
      const statuses = answers.map((answer) => /^HTTP\/2 (\d+)/.exec(answer)?.[1]);
      assert.ok(statuses.includes("429"), statuses.join(" "));
    });
  });

  describe("its database", () => {
    const connect = (...options: readonly string[]) =>
      stack.postgres("psql", ["host=localhost dbname=taskflow", ...options].join(" "));

    it("takes no connection in plain text", async () => {
      const { status, stderr } = await connect("sslmode=disable");
      assert.notEqual(status, 0);
      assert.match(stderr, /pg_hba.conf rejects connection for host .*, no encryption/);
    });

    it("is no server of another authority", async () => {
      const authority = "sslrootcert=/etc/ssl/certs/ca-certificates.crt";
      const { status, stderr } = await connect("sslmode=verify-full", authority);
      assert.notEqual(status, 0);
      assert.match(stderr, /certificate verify failed|does not exist/);
    });
  });

  describe("its monitoring", () => {
    it("reaches every target, the site among them", async () => {
      await until(
        "every target up and the site seen",
        async () => {
          const { activeTargets } = await stack.prometheus<{
            activeTargets: { health: string }[];
          }>("targets");
          const { result } = await stack.prometheus<{ result: { value: [number, string] }[] }>(
            "query?query=probe_success",
          );
          const seen = result.length > 0 && result.every(({ value }) => value[1] === "1");
          return (seen && activeTargets.every(({ health }) => health === "up")) || undefined;
        },
        { seconds: 180 },
      );
    });

    it("has no rule that fails", async () => {
      const { groups } = await stack.prometheus<{
        groups: { rules: { name: string; health: string }[] }[];
      }>("rules");
      const rules = groups.flatMap((group) => group.rules);
      assert.ok(rules.length > 50);
      assert.deepEqual(
        rules.filter(({ health }) => health !== "ok"),
        [],
      );
    });
  });

  describe("its releases", () => {
    it("migrate the schema before they roll out", async () => {
      await release("v1.1.0");
      assert.equal(await stack.release(), "v1.1.0");
      assert.match(await stack.dump(), /0002_due_dates/);
    });

    it("that would fail their migration leave version and data as they were", async () => {
      const before = await stack.dump();
      await assert.rejects(
        release("v1.2.0-broken"),
        /rehearse: the release is refused.*0003_assignees.*The live database was not touched/s,
      );
      assert.equal(await stack.release(), "v1.1.0");
      assert.equal(await stack.dump(), before);
    });

    it("that do not hold are taken back", async () => {
      await assert.rejects(release("v1.3.0-sick"), /smoke: /);
      assert.equal(await stack.release(), "v1.1.0");
    });

    it("go on from there with the next deployment", async () => {
      await release("v1.1.0");
      assert.equal(await stack.release(), "v1.1.0");
      assert.deepEqual(await deployment.up(), []);
    });
  });
});
