import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { Patience } from "../../components/release/kubernetes/patience.ts";

describe("patience", () => {
  const ends = async (patience: Patience, milliseconds: number) => {
    const ended = patience.end.then(() => true);
    return Promise.race([ended, pause(milliseconds, false)]);
  };

  it("ends when it is worn without a break", async () => {
    const patience = new Patience(0.05);
    patience.wears(true);
    assert.equal(await ends(patience, 500), true);
  });

  it("is whole again after a break", async () => {
    const patience = new Patience(0.3);
    await pause(200);
    patience.wears(false);
    patience.wears(true);
    assert.equal(await ends(patience, 200), false);
    assert.equal(await ends(patience, 500), true);
  });

  it("never ends while it is kept", async () => {
    const patience = new Patience(0.05);
    patience.keep();
    assert.equal(await ends(patience, 150), false);
  });
});
