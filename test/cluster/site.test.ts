import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildPrograms } from "./build.ts";
import type { Cluster } from "./cluster.ts";
import { NETWORK, STATE } from "./layout.ts";
import { missing } from "./missing.ts";
import { sharedCluster } from "./shared.ts";
import { HOST, NAMESPACE, SECRET, SITE } from "./site.ts";
import { TRIAL_IMAGE } from "./trial.ts";
import { until } from "./until.ts";

const inNamespace = `--namespace=${NAMESPACE}`;
const AUTHORITY = join(STATE, "site-authority.crt");
const ready = ["--for=condition=Ready", "--timeout=60s"];

describe("a site of the cluster", () => {
  let cluster: Cluster;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stderr.write(`site skipped: ${reason}\n`);
      this.skip();
    }
    cluster = await sharedCluster();
    const { trial } = await buildPrograms(["trial"]);
    await cluster.provide({ reference: TRIAL_IMAGE, program: join(trial, "trial") });
    await cluster.apply(SITE);
  });

  after(async () => {
    rmSync(AUTHORITY, { force: true });
    await (cluster as Cluster | undefined)?.kubectl(["delete", "namespace", NAMESPACE]);
  });

  it("is served with a certificate of its authority, and with the headers of its middleware", async () => {
    await cluster.kubectl(["wait", "certificate/site", inNamespace, ...ready]);
    const jsonpath = "--output=jsonpath={.data.ca\\.crt}";
    const authority = await cluster.kubectl(["get", `secret/${SECRET}`, inNamespace, jsonpath]);
    writeFileSync(AUTHORITY, Buffer.from(authority, "base64"));
    const answer = await until("the site", async () => (await get("https")) || undefined);
    assert.match(answer, /^HTTP\/2 200 /);
    assert.match(answer, /^referrer-policy: no-referrer\r$/m);
    assert.match(answer, /^it works$/m);
  });

  it("leads from plain HTTP to it", async () => {
    const answer = await until("the redirect", async () => (await get("http")) || undefined);
    assert.match(answer, /^HTTP\/1.1 301 /);
    assert.match(answer, new RegExp(`^location: https://${HOST}/\r$`, "im"));
  });

  it("tells the address of the controller", async () => {
    const jsonpath = "--output=jsonpath={.status.loadBalancer.ingress[0].ip}";
    assert.equal(
      await cluster.kubectl(["get", "ingress/secure", inNamespace, jsonpath]),
      NETWORK.node,
    );
  });

  it("is found by pods, who do not get past its edge", async () => {
    await cluster.kubectl(["wait", "pod/visitor", inNamespace, ...ready]);
    const visitor = ["get", "pod/visitor", inNamespace, "--output=jsonpath={.status.podIP}"];
    const address = await cluster.kubectl(visitor);
    const dial = async (to: string) => {
      const url = `http://${address}:8080/dial?address=${to}`;
      return cluster.sandbox.run(["curl", "--silent", "--max-time", "5", url]);
    };
    assert.equal(await dial(`${HOST}:443`), "open\n");
    assert.match(await dial(`server.${NAMESPACE}:80`), /connection refused$/m);
  });

  /** The answer with its headers, unless nobody is there whom the authority knows or the path is nobody's yet. */
  async function get(scheme: "http" | "https"): Promise<string> {
    const curl = ["curl", "--silent", "--fail", "--include", "--max-time", "5"];
    const resolve = [80, 443].flatMap((port) => ["--resolve", `${HOST}:${port}:${NETWORK.node}`]);
    const options = [...resolve, "--cacert", AUTHORITY, `${scheme}://${HOST}/`];
    return (await cluster.sandbox.try([...curl, ...options])).stdout;
  }
});
