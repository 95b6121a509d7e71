import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Setting } from "../deployment/project.ts";
import { Deployed } from "../deployment/deployed.ts";
import { slowAnswers } from "../deployment/settings.ts";
import { untilReplicas } from "./load/autoscaler.ts";
import { issuer, issuerSettings, renew, servedSerial } from "./load/certificate.ts";
import { drain } from "./load/drain.ts";
import { LEAST_REQUESTS, Load } from "./load/load.ts";
import { until } from "../until.ts";

const WORKLOADS = ["backend", "frontend"];
const INCIDENT = join(tmpdir(), "taskflow-load-incident.md");

const SETTINGS: readonly Setting[] = [
  ...issuerSettings,
  // Of one replica nobody expects that its end goes unnoticed.
  ...WORKLOADS.flatMap((name) => [
    { path: [`taskflow:${name}`, "autoscaling", "minReplicas"], value: 2 },
    { path: [`taskflow:${name}`, "autoscaling", "maxReplicas"], value: 3 },
  ]),
  slowAnswers,
];

describe("the local stack under load", function () {
  // Each goes on from where the one before has led.
  this.bail(true);

  let deployed: Deployed | undefined;
  let load: Load;
  const stack = () => {
    assert.ok(deployed);
    return deployed;
  };

  before(async function () {
    deployed = await Deployed.prepare("local stack under load", SETTINGS);
    if (!deployed) this.skip();
    await deployed.cluster.apply([issuer]);
    await deployed.deployment.up();
    load = await Load.create(deployed.cluster, deployed.stack);
  });

  after(async () => {
    rmSync(INCIDENT, { force: true });
    await deployed?.end();
  });

  const during = async (what: string, work: () => Promise<unknown>, least = LEAST_REQUESTS) => {
    const figures = await load.during(work, least);
    const { requests, failed, wrong, skipped, seconds } = figures;
    process.stderr.write(
      `${what}: ${requests} requests in ${seconds} s, ${failed} failed, ${wrong} wrong, ${skipped} skipped\n`,
    );
    assert.ok(requests >= least);
    assert.equal(wrong, 0);
    return figures;
  };

  /** No request may fail while this is done, of as many as prove something. */
  const unnoticed = async (what: string, work: () => Promise<unknown>, least = LEAST_REQUESTS) => {
    const { failed, problems } = await during(what, work, least);
    assert.equal(failed, 0, problems.join("\n"));
  };

  const goBack = async (...options: readonly string[]) => {
    const line = ["npm run rollback -- --stack local --reason load --yes", "--out", INCIDENT];
    const { status, stderr } = await stack().command([...line, ...options].join(" "));
    assert.equal(status, 0, stderr);
  };

  it("has more replicas", async () => {
    // It is the load that matters here, and not how long it lasts.
    await unnoticed("more replicas", () => untilReplicas(stack().cluster, 3), 1);
  });

  it("is updated, and nobody notices", async () => {
    await unnoticed("update", () => stack().release("v1.1.0"));
    assert.equal(await stack().stack.release(), "v1.1.0");
  });

  it("is drained as its budgets allow, and nobody notices", async () => {
    await unnoticed("drain", async () => {
      const said = await drain(stack().cluster);
      for (const name of WORKLOADS) {
        assert.match(said, new RegExp(`pod/${name}-\\S+ evicted`));
        // One at a time: the next is refused until there is another in the place of the first.
        assert.match(
          said,
          new RegExp(`"${name}-\\S+" .*would violate the pod's disruption budget`),
        );
      }
    });
  });

  it("refuses a release whose migration fails, and nobody notices", async () => {
    await unnoticed("broken", () => assert.rejects(stack().release("v1.2.0-broken"), /rehearse: /));
  });

  it("is taken back from a release that does not hold, and then serves as before", async () => {
    await during("sick", () => assert.rejects(stack().release("v1.3.0-sick"), /smoke: /));
    await unnoticed("taken back", () => Promise.resolve(), 500);
    assert.equal(await stack().stack.release(), "v1.1.0");
  });

  it("goes back to the release before, and nobody notices", async () => {
    await unnoticed("rollback", () => goBack("--to", "v1.0.0"));
    assert.equal(await stack().stack.release(), "v1.0.0");
  });

  it("has its certificate renewed, and nobody notices", async () => {
    const { cluster } = stack();
    await unnoticed("renewal", async () => {
      const before = await servedSerial(cluster);
      await renew(cluster);
      await until("another certificate", async () => {
        return (await servedSerial(cluster)) !== before || undefined;
      });
    });
  });

  it("goes back with its data, and then serves as before", async () => {
    await stack().release("v1.1.0");
    await during(
      "rollback with a restore",
      () => goBack("--to", "v1.0.0", "--restore-database"),
      1,
    );
    await unnoticed("restored", () => Promise.resolve(), 500);
    assert.equal(await stack().stack.release(), "v1.0.0");
  });

  it("has restarted nothing", async () => {
    for (const { metadata, status } of await stack().stack.pods("taskflow")) {
      const restarts = status.containerStatuses?.map(({ restartCount }) => restartCount) ?? [];
      assert.deepEqual(new Set(restarts), new Set([0]), metadata.name);
    }
  });

  it("has fewer replicas once it is quiet", async () => {
    await untilReplicas(stack().cluster, 2);
  });
});
