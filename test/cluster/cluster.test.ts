import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { buildPrograms } from "./build.ts";
import { Cluster } from "./cluster.ts";
import { missing } from "./missing.ts";
import { Sandbox } from "./sandbox.ts";
import { surroundings } from "./surroundings.ts";
import { NAMESPACE, SERVERS, TRIAL_IMAGE, VISITOR } from "./trial.ts";
import { until } from "./until.ts";

const PROGRAMS = [
  ...["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"],
  ...["containerd", "kubelet", "kube-proxy", "kube-router"],
];
const inNamespace = `--namespace=${NAMESPACE}`;

describe("the cluster", () => {
  let untouched: ReturnType<typeof surroundings> | undefined;
  let cluster: Cluster;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stderr.write(`cluster skipped: ${reason}\n`);
      this.skip();
    }
    await Cluster.down();
    untouched = surroundings();
  });

  after(async () => {
    if (untouched) await Cluster.down();
  });

  it("comes up with every part ready", async () => {
    cluster = await Cluster.up();
    const parts = await cluster.status();
    assert.deepEqual(
      parts.filter(({ ready }) => !ready),
      [],
    );
    assert.match(await cluster.kubectl(["top", "nodes", "--no-headers"]), /^node\s+\d+m/);
  });

  it("changes nothing of the machine while it is up", () => {
    assert.deepEqual(surroundings().machine, untouched?.machine);
  });

  it("has restricted pods reach each other by name", async () => {
    const { trial } = await buildPrograms(["trial"]);
    await cluster.provide({ reference: TRIAL_IMAGE, program: join(trial, "trial") });
    await cluster.apply(SERVERS);
    await cluster.kubectl(["rollout", "status", "deployment/web", inNamespace, "--timeout=60s"]);
    await cluster.apply([VISITOR]);
    const condition = ["--for=condition=complete", "--timeout=60s"];
    await cluster.kubectl(["wait", "job/visitor", inNamespace, ...condition]);
    assert.equal(await cluster.kubectl(["logs", "job/visitor", inNamespace]), "it works\n");
  });

  it("refuses a pod that is not restricted", async () => {
    const pod = ["run", "root", inNamespace, `--image=${TRIAL_IMAGE}`, "--privileged"];
    await assert.rejects(cluster.kubectl(pod), /violates PodSecurity "restricted:latest"/);
  });

  it("reaches nothing outside", async () => {
    const curl = ["curl", "--silent", "--max-time", "2", "http://192.0.2.1/"];
    const { status } = await cluster.sandbox.try(curl);
    assert.notEqual(status, 0);
    const links = await cluster.sandbox.run(["ip", "-brief", "link"]);
    assert.deepEqual(
      links
        .split("\n")
        .filter((link) => link !== "" && !/^(?:lo|node0|pods|veth\w+)[ @]/.test(link)),
      [],
    );
  });

  it("is left as it is by another up", async () => {
    const state = async () => [
      await cluster.kubectl(["get", "pods", "--all-namespaces", "--output=name"]),
      await Promise.all(PROGRAMS.map((name) => cluster.sandbox.processOf(name))),
    ];
    const was = await state();
    await Cluster.up();
    assert.deepEqual(await state(), was);
  });

  it("is repaired by another up after its API server was killed", async () => {
    await cluster.sandbox.kill("kube-apiserver");
    assert.equal(await command("status"), 1);
    await Cluster.up();
    assert.equal(await command("status"), 0);
    assert.match(await cluster.kubectl(["get", "deployment/web", inNamespace]), /2\/2/);
  });

  it("runs commands where it is", async () => {
    const healthy = ["kubectl", "get", "--raw", "/readyz"];
    assert.equal(await command("exec", "--", ...healthy), 0);
    assert.equal(await command("exec", "--", "false"), 1);
  });

  it("leaves nothing behind", async () => {
    assert.ok(surroundings().own.processes.length > 0);
    assert.equal(await command("down"), 0);
    assert.deepEqual(surroundings(), untouched);
    assert.equal(await command("status"), 1);
    assert.equal(await command("down"), 0);
  });

  for (const name of ["the sandbox", "kube-apiserver", "kube-proxy"]) {
    it(`leaves nothing behind when what brought it up was killed at ${name}`, async () => {
      const up = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), "up"], {
        stdio: "ignore",
      });
      const begun = async () => {
        const sandbox = Sandbox.running();
        return name === "the sandbox" ? sandbox : sandbox?.processOf(name);
      };
      await until(name, begun, { seconds: 300 });
      up.kill("SIGKILL");
      await Cluster.down();
      assert.deepEqual(surroundings(), untouched);
    });
  }

  async function command(...args: readonly string[]): Promise<number | null> {
    const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], {
      stdio: "ignore",
    });
    return new Promise((resolve) => child.on("exit", resolve));
  }
});
