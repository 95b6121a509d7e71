import assert from "node:assert/strict";
import { Deployed } from "../deployment/deployed.ts";
import { EngineDeployment } from "../deployment/engine.ts";
import type { Setting } from "../deployment/project.ts";
import { slowAnswers } from "../deployment/settings.ts";
import { assertSays } from "./faults/says.ts";
import { NETWORK } from "../layout.ts";
import { updateFaults } from "./update-faults/index.ts";
import { Ledger } from "./update-faults/ledger.ts";
import { reserve } from "./update-faults/volume.ts";

const SETTINGS: readonly Setting[] = [
  // So that the smoke test sees the site as visitors do.
  { path: ["taskflow:edge", "address"], value: NETWORK.node },
  slowAnswers,
];

describe("what goes wrong around an update", () => {
  let deployed: Deployed | undefined;
  let ledger: Ledger;
  const parts = () => {
    assert.ok(deployed);
    return deployed;
  };

  before(async function () {
    deployed = await Deployed.prepare("faults around updates", SETTINGS);
    if (!deployed) this.skip();
    await reserve(deployed.cluster);
    await deployed.deployment.up();
    ledger = await Ledger.open(deployed.stack);
  });

  after(async () => {
    await deployed?.end();
  });

  for (const { fault, says, byEngine, change, ...steps } of updateFaults) {
    it(fault, async function () {
      const { deployment, stack } = parts();
      if (byEngine && !(deployment instanceof EngineDeployment)) this.skip();
      const { before, meanwhile, recover, release } = steps;
      await ledger.write(fault);
      deployment.configure(await change(parts()));
      await before?.(parts());
      const [failure] = await Promise.all([
        deployment.up().then(() => undefined, String),
        meanwhile?.(parts()),
      ]);
      await recover?.(parts());
      if (says) assertSays(failure ?? "", says);
      else assert.equal(failure, undefined);
      await deployment.up();
      assert.equal(await stack.release(), release);
      await ledger.verify();
    });
  }

  it("is over, and nothing is left to do", async () => {
    assert.deepEqual(await parts().deployment.up(), []);
  });
});
