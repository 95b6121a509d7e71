import assert from "node:assert/strict";
import { Deployed } from "../deployment/deployed.ts";
import { slowAnswers } from "../deployment/settings.ts";
import { EXIT_CODES } from "./gate-faults/fault.ts";
import { faults } from "./gate-faults/index.ts";
import { assertSays } from "./faults/says.ts";
import { Outside } from "./gate-faults/outside.ts";
import { Scene } from "./gate-faults/scene.ts";
import { until } from "../until.ts";

const SERVING = "v1.0.0";

/** The release that the gates of the database are about. */
const PENDING = "v1.1.0";

describe("what goes wrong at a gate", function () {
  let deployed: Deployed | undefined;
  let outside: Outside | undefined;
  let scene: Scene;

  before(async function () {
    deployed = await Deployed.prepare("faults at gates", [slowAnswers]);
    if (!deployed) return this.skip();
    const { cluster, deployment, stack } = deployed;
    await deployment.up();
    outside = await Outside.open(cluster);
    const inputs = new Map([...(await deployment.gateInputs()), ...(await outside.inputs())]);
    const image = (version: string) => deployed?.reference(version, "migrations") ?? "";
    scene = new Scene({ cluster, stack, outside, inputs, image });
    await scene.pending(PENDING);
  });

  after(async () => {
    await outside?.end();
    await deployed?.end();
  });

  for (const { gate, fault, outcome, says, attempt, mended } of faults) {
    it(`${gate}: ${fault}`, async () => {
      const { stack } = scene;
      const before = await stack.dump();
      const { status, said } = await attempt(scene);
      assert.equal(status, EXIT_CODES[outcome], said);
      assertSays(said, says);
      await until(
        `${SERVING}, as before`,
        async () => (await stack.release()) === SERVING || undefined,
      );
      const input = scene.input(gate);
      const again = await scene.run(gate, { input: mended?.(input) ?? input });
      assert.equal(again.status, EXIT_CODES.held, again.said);
      if (gate === "migrate") await scene.undoMigration();
      // It writes itself.
      if (gate !== "smoke") assert.equal(await stack.dump(), before);
    });
  }
});
