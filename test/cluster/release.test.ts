import assert from "node:assert/strict";
import { join } from "node:path";
import type { ReadinessResult } from "../../components/release/gates/readiness.ts";
import type { Deployment } from "../../components/release/kubernetes/objects.ts";
import type { ReadinessInput } from "../../components/release/readiness/input.ts";
import type { Entry } from "../../components/release/record/entry.ts";
import { buildPrograms } from "./build.ts";
import type { Cluster } from "./cluster.ts";
import { missing } from "./missing.ts";
import {
  MANAGER,
  NAMESPACE,
  SURROUNDINGS,
  type Workload,
  deployment,
  hashOf,
  readiness,
  smoke,
} from "./release.ts";
import type { Result } from "./machine.ts";
import { sharedCluster } from "./shared.ts";
import { TRIAL_IMAGE } from "./trial.ts";

const GATES = join(import.meta.dirname, "../../components/release/gates/main.ts");
const inNamespace = `--namespace=${NAMESPACE}`;
const APPS: readonly Workload[] = ["backend", "frontend"];

describe("a release on the cluster", () => {
  let cluster: Cluster;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stderr.write(`release skipped: ${reason}\n`);
      this.skip();
    }
    cluster = await sharedCluster();
    const { trial } = await buildPrograms(["trial"]);
    await cluster.provide({ reference: TRIAL_IMAGE, program: join(trial, "trial") });
    await cluster.apply(SURROUNDINGS);
  });

  after(async () => {
    await (cluster as Cluster | undefined)?.kubectl(["delete", "namespace", NAMESPACE]);
  });

  it("is not let near a cluster that has not what it needs", async () => {
    const { status, stderr } = await gate("readiness", {
      ...readiness("v1.0.0"),
      apis: ["apps/v1", "nobody.example.com/v1"],
      edgeClass: { kind: "IngressClass", name: "nobody" },
      storage: { classes: ["nothing"], needsDefault: false },
    } satisfies ReadinessInput);
    assert.equal(status, 1, stderr);
    assert.match(stderr, /^infra\.1: The cluster does not serve nobody\.example\.com\/v1\. /m);
    assert.match(stderr, /^infra\.1: There is no IngressClass nobody\. /m);
    assert.match(stderr, /^infra\.1: There is no StorageClass nothing\. The cluster has local\. /m);
  });

  it("is not let near a cluster that does not know who asks", async () => {
    const { status, stderr } = await gate("readiness", { ...readiness("v1.0.0"), context: "none" });
    assert.equal(status, 3, stderr);
    assert.match(stderr, /has no context none, which cluster\.context names/);
  });

  it("finds nothing that serves before the first, and leaves that one as it is when it fails", async () => {
    assert.deepEqual(await serving("v1.0.0"), {});
    await declare("v1.0.0");
    const { status, stderr } = await gate("smoke", smoke(both("v1.0.0"), {}));
    assert.equal(status, 1, stderr);
    assert.match(
      stderr,
      /the release is refused, and backend and frontend stay as they are: there is nothing to go back to/,
    );
    assert.match(stderr, /^step5\.4: pages \(service\): GET \/ is text\/plain.* instead of html/m);
    assert.match(stderr, /^ +> GET http:\/\/127\.0\.0\.1:\d+\/$/m);
    assert.doesNotMatch(stderr, /secret of the/);
    assert.deepEqual(await live(), both("v1.0.0"));
  });

  it("is taken back to what served before when it fails, both workloads together", async () => {
    const before = await serving("v2.0.0");
    assert.deepEqual([before.backend?.version, before.frontend?.version], ["v1.0.0", "v1.0.0"]);
    // As the autoscaler does, whose number is nobody else's.
    await cluster.kubectl(["scale", "deployment/backend", inNamespace, "--replicas=2"]);
    await declare("v2.0.0");
    for (let attempt = 1; attempt <= 2; attempt++) {
      const { status, stderr } = await gate("smoke", smoke(both("v2.0.0"), before));
      assert.equal(status, 1, stderr);
      const says = new RegExp(
        `the release is refused, and backend is back at v1\\.0\\.0 \\(ReplicaSet ${before.backend?.replicaSet ?? ""}\\), frontend is back at v1\\.0\\.0`,
      );
      assert.match(stderr, says);
      // The next attempt without any change goes forward first.
      assert.equal(/backend was taken back before: rolling to/.test(stderr), attempt === 2);
      assert.deepEqual(await live(), both("v1.0.0"));
      const { spec } = await get("backend");
      assert.equal(spec?.replicas, 2);
    }
  });

  it("leaves a workload alone that the update has not changed", async () => {
    await declare("v1.0.0");
    const before = await serving("v2.0.0");
    await declare("v2.0.0", ["backend"]);
    const versions = { backend: "v2.0.0", frontend: "v1.0.0" };
    const generation = (await get("frontend")).metadata?.generation;
    const { status, stderr } = await gate("smoke", smoke(versions, before));
    assert.equal(status, 1, stderr);
    assert.match(stderr, /refused, and backend is back at v1\.0\.0 \(ReplicaSet [\w-]+\)\.$/m);
    assert.equal((await get("frontend")).metadata?.generation, generation);
  });

  it("can be declared anew without a conflict, and nothing is left of those before", async () => {
    await declare("v3.0.0");
    for (const app of APPS) {
      const { metadata, spec } = await get(app);
      const template = spec?.template.spec as unknown as { containers: { env: object[] }[] };
      assert.deepEqual(template.containers[0]?.env, [{ name: "ONLY_V3_0_0", value: "set" }]);
      const appliers = metadata?.managedFields?.filter(({ operation }) => operation === "Apply");
      assert.deepEqual(
        appliers?.map(({ manager }) => manager),
        [MANAGER],
      );
    }
  });

  it("is refused where it is not what is declared and cannot become so, and nothing is done", async () => {
    const before = await serving("v4.0.0");
    const { status, stderr } = await gate("smoke", smoke(both("v4.0.0"), before));
    assert.equal(status, 1, stderr);
    assert.match(stderr, /Deployment backend is not what is declared.* `pulumi up --refresh`/);
    assert.deepEqual(await live(), both("v3.0.0"));
  });

  it("says what is in the way of going back", async () => {
    await declare("v3.0.0");
    const before = await serving("v5.0.0");
    await declare("v5.0.0");
    const gone = before.frontend?.replicaSet ?? "";
    await cluster.kubectl(["delete", `replicaset/${gone}`, inNamespace]);
    const { status, stderr } = await gate("smoke", smoke(both("v5.0.0"), before));
    assert.equal(status, 1, stderr);
    assert.match(stderr, new RegExp(`because ReplicaSet ${gone} of frontend is gone`));
    assert.deepEqual(await live(), both("v5.0.0"));
  });

  it("is recorded whatever becomes of it, and two at once lose nothing of each other", async () => {
    const place = JSON.stringify({ namespace: NAMESPACE, version: "v6.0.0" });
    const question = { ...readiness("v6.0.0"), apis: ["nobody.example.com/v1"] };
    const results = await Promise.all(
      ["apps/v1", "nobody.example.com/v1", "apps/v1"].map((api) =>
        gate("readiness", { ...question, apis: [api] }, place),
      ),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      [0, 1, 0],
    );
    const { items } = JSON.parse(
      await cluster.kubectl([
        ...["get", "configmaps", inNamespace, "--output=json"],
        "--selector=taskflow.com/release-version=v6.0.0",
      ]),
    ) as { items: { immutable: boolean; data: { "record.json": string } }[] };
    assert.equal(items.length, 6);
    assert.ok(items.every(({ immutable }) => immutable));
    const entries = items.map(({ data }) => JSON.parse(data["record.json"]) as Entry);
    assert.equal(new Set(entries.map(({ attempt }) => attempt)).size, 3);
    const outcomes = entries.flatMap((each) => (each.moment === "ended" ? [each.outcome] : []));
    assert.deepEqual(outcomes.sort(), ["holds", "holds", "refused"]);
  });

  const both = (version: string) => ({ backend: version, frontend: version });

  async function gate(name: string, input: object, place?: string): Promise<Result> {
    const args = place === undefined ? [name] : [place, name];
    return cluster.sandbox.try([process.execPath, GATES, ...args], {
      env: cluster.environment,
      input: JSON.stringify(input),
    });
  }

  async function serving(version: string): Promise<ReadinessResult["serving"]> {
    const { status, stdout, stderr } = await gate("readiness", readiness(version));
    assert.equal(status, 0, stderr);
    return (JSON.parse(stdout) as ReadinessResult).serving;
  }

  /** Declares as the provider does: without force, and until it is rolled out. */
  async function declare(version: string, apps: readonly Workload[] = APPS): Promise<void> {
    for (const app of apps) {
      const apply = ["apply", "--server-side", `--field-manager=${MANAGER}`, "--filename=-"];
      await cluster.kubectl(apply, JSON.stringify(deployment(app, version)));
      const status = ["rollout", "status", `deployment/${app}`, inNamespace, "--timeout=120s"];
      await cluster.kubectl(status);
    }
  }

  async function get(app: Workload): Promise<Deployment> {
    const output = ["--output=json", "--show-managed-fields"];
    const text = await cluster.kubectl(["get", `deployment/${app}`, inNamespace, ...output]);
    return JSON.parse(text) as Deployment;
  }

  /** The versions that are live, of which every pod is. */
  async function live(): Promise<Record<Workload, string>> {
    const of = async (app: Workload) => {
      const { spec, status } = await get(app);
      const { labels = {}, annotations = {} } = spec?.template.metadata ?? {};
      const version = labels["app.kubernetes.io/version"] ?? "";
      assert.equal(annotations["taskflow.com/template-hash"], hashOf(app, version));
      assert.equal(status?.updatedReplicas, spec?.replicas);
      assert.equal(status?.availableReplicas, spec?.replicas);
      assert.equal(status?.replicas, spec?.replicas);
      return version;
    };
    return { backend: await of("backend"), frontend: await of("frontend") };
  }
});
