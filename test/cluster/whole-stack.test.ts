import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { Cluster } from "./cluster.ts";
import { Deployed } from "./deployment/deployed.ts";
import { EngineDeployment } from "./deployment/engine.ts";
import { command, runTry } from "./parts/command.ts";
import { database } from "./parts/database.ts";
import { doors } from "./parts/doors.ts";
import { edge } from "./parts/edge.ts";
import { end } from "./parts/end.ts";
import { monitoring } from "./parts/monitoring.ts";
import { quiet } from "./parts/quiet.ts";
import { Receiver } from "./parts/receiver.ts";
import { SECRETS, SETTINGS } from "./parts/settings.ts";
import { endSharedCluster } from "./shared.ts";
import { missing } from "./stack/missing.ts";
import { surroundings } from "./surroundings.ts";
import { until } from "./until.ts";

describe("the local stack on the cluster", function () {
  // Each goes on from where the one before has led.
  this.bail(true);

  /** What there was before; absent where there was a cluster, which stays. */
  let untouched: ReturnType<typeof surroundings> | undefined;
  let wasUp: boolean | undefined;
  let prepared: Deployed | undefined;
  let receiver: Receiver | undefined;
  let since: Date;
  const deployed = () => {
    assert.ok(prepared);
    return prepared;
  };
  const receiving = () => {
    assert.ok(receiver);
    return receiver;
  };

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stderr.write(`local stack skipped: ${reason}\n`);
      this.skip();
    }
    await endSharedCluster();
    wasUp = Cluster.running() !== undefined;
    if (!wasUp) untouched = surroundings();
  });

  after(async () => {
    if (wasUp === undefined) return;
    await receiver?.end();
    await (wasUp ? prepared?.end() : Cluster.down());
  });

  command();

  describe("another deployment", () => {
    it("gives it somebody to tell of alerts", async () => {
      prepared = await Deployed.prepare("local stack", SETTINGS, SECRETS);
      const { cluster, deployment, stack } = deployed();
      receiver = new Receiver(cluster);
      await deployment.up();
      since = new Date();
      assert.equal(await stack.release(), "v1.0.0");
    });

    it("changes nothing without a reason", async () => {
      assert.deepEqual(await deployed().deployment.up(), []);
    });

    it("has nothing to do after a refresh, which finds nothing else than was made", async function () {
      const { deployment } = deployed();
      if (!(deployment instanceof EngineDeployment)) this.skip();
      assert.deepEqual(await deployment.refresh(), []);
      await deployment.expectNoChanges();
    });
  });

  monitoring(deployed);
  quiet(deployed, () => since);
  edge(deployed);
  database(deployed);
  doors(deployed, receiving);

  describe("its releases", () => {
    const release = (version: string) => deployed().release(version);

    it("migrate the schema before they roll out", async () => {
      await release("v1.1.0");
      assert.equal(await deployed().stack.release(), "v1.1.0");
      assert.match(await deployed().stack.dump(), /0002_due_dates/);
    });

    it("that would fail their migration leave version and data as they were", async () => {
      const before = await deployed().stack.dump();
      await assert.rejects(
        release("v1.2.0-broken"),
        /rehearse: the release is refused.*0003_assignees.*The live database was not touched/s,
      );
      assert.equal(await deployed().stack.release(), "v1.1.0");
      assert.equal(await deployed().stack.dump(), before);
    });

    it("that do not hold are taken back", async () => {
      await assert.rejects(
        release("v1.3.0-sick"),
        /smoke: the release is refused, and backend is back at v1\.1\.0 .*, frontend is back at v1\.1\.0 /s,
      );
      // Its pods answer until the edge sends them nobody any more.
      await until("v1.1.0, as before", async () => {
        return (await deployed().stack.release()) === "v1.1.0" || undefined;
      });
    });

    it("go on from there with the next deployment", async () => {
      await release("v1.1.0");
      assert.equal(await deployed().stack.release(), "v1.1.0");
      assert.deepEqual(await deployed().deployment.up(), []);
    });

    it("that nobody can watch go on serving, and are not done", async () => {
      const { deployment, stack } = deployed();
      const waitSeconds = ["taskflow:monitoring", "releaseCheck", "waitSeconds"];
      deployment.configure([{ path: waitSeconds, value: 60 }]);
      await assert.rejects(
        release("v1.4.0-unwatched"),
        /monitoring: the release is refused, and goes on serving.*step6\.2: Target backend .* is down: .*404/s,
      );
      assert.equal(await stack.release(), "v1.4.0-unwatched");
      deployment.configure([{ path: waitSeconds, value: 600 }]);
    });
  });

  end(deployed);

  describe("npm run try -- --down", () => {
    it("takes all of it away, and what it ran on", async function () {
      if (!untouched) this.skip();
      await receiver?.end();
      receiver = undefined;
      const { status } = await runTry("--down");
      assert.equal(status, 0);
      await until("nothing left", () => isDeepStrictEqual(surroundings(), untouched) || undefined);
    });
  });
});
