import assert from "node:assert/strict";
import { Refused } from "../../components/release/gates/gate.ts";
import { migrateGate } from "../../components/release/gates/migrate.ts";

const input = {
  context: "nowhere",
  namespace: "taskflow",
  cronJob: "schema-migration",
  image: "registry.example.com/taskflow/migrations:v1.1.0",
  version: "v1.1.0",
  withoutRowSecurity: [],
  rehearsed: { version: "0002_due", tables: ["task"] },
};

describe("the migrate gate", () => {
  const run = (backup?: { id: string; version: string }) =>
    migrateGate.run(migrateGate.parse({ ...input, ...(backup && { backup }) }), {
      progress: () => undefined,
    });

  it("changes nothing without a backup that was made before this release", async () => {
    for (const [backup, problem] of [
      [undefined, /^There is no backup\. Nothing is migrated/],
      [{ id: "20261127F", version: "v1.0.0" }, /20261127F was made before v1\.0\.0/],
    ] as const) {
      await assert.rejects(run(backup), (error) => {
        assert.ok(error instanceof Refused);
        assert.equal(error.refusals[0]?.item, "step3.1");
        assert.match(error.refusals[0].problem, problem);
        return true;
      });
    }
    // With one it goes on to the cluster, which is none.
    await assert.rejects(run({ id: "20261128F", version: "v1.1.0" }), (error) => {
      assert.ok(!(error instanceof Refused));
      return true;
    });
  });
});
