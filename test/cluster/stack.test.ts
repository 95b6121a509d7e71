import assert from "node:assert/strict";
import { Deployed } from "./deployment/deployed.ts";
import { EngineDeployment } from "./deployment/engine.ts";
import { database } from "./parts/database.ts";
import { doors } from "./parts/doors.ts";
import { edge } from "./parts/edge.ts";
import { end } from "./parts/end.ts";
import { monitoring } from "./parts/monitoring.ts";
import { quiet } from "./parts/quiet.ts";
import { Receiver } from "./parts/receiver.ts";
import { SECRETS, SETTINGS } from "./parts/settings.ts";

describe("the local stack on the cluster", function () {
  // Each goes on from where the one before has led.
  this.bail(true);

  let prepared: Deployed | undefined;
  let receiver: Receiver;
  let since: Date;
  const deployed = () => {
    assert.ok(prepared);
    return prepared;
  };

  before(async function () {
    prepared = await Deployed.prepare("local stack", SETTINGS, SECRETS);
    if (!prepared) this.skip();
    receiver = new Receiver(prepared.cluster);
  });

  after(async () => {
    await (receiver as Receiver | undefined)?.end();
    await prepared?.end();
  });

  it("comes up from nothing, past every gate", async () => {
    const { deployment, stack } = deployed();
    await deployment.up();
    since = new Date();
    assert.equal(await stack.release(), "v1.0.0");
  });

  it("is changed by nothing when it is deployed again", async () => {
    assert.deepEqual(await deployed().deployment.up(), []);
  });

  it("is found by a refresh to be what it was made, and by a preview to be what it shall be", async function () {
    const { deployment } = deployed();
    if (!(deployment instanceof EngineDeployment)) this.skip();
    assert.deepEqual(await deployment.refresh(), []);
    await deployment.expectNoChanges();
  });

  monitoring(deployed);
  quiet(deployed, () => since);
  edge(deployed);
  database(deployed);
  doors(deployed, () => receiver);

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
      await assert.rejects(release("v1.3.0-sick"), /smoke: /);
      assert.equal(await deployed().stack.release(), "v1.1.0");
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
});
