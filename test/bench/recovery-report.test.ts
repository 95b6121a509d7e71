import assert from "node:assert/strict";
import { recoveryPart } from "./recovery-report.ts";

describe("report of recoveries", () => {
  const { body, goals } = recoveryPart(
    {
      by: "the engine v3",
      bytes: 2 ** 30,
      lost: { seconds: 20, toolSeconds: 8 },
      wentBack: { seconds: 120, steps: [{ name: "restore-database", seconds: 100 }] },
    },
    "2026-01-31",
  );

  it("has the time of each and of its steps, in times of the tool's own", () => {
    assert.match(body, /^\| the volume is lost \| 2\.50 × \| 20\.0 s \|$/m);
    assert.match(body, /^\| – of it pgBackRest \| 1\.00 × \| 8\.0 s \|$/m);
    assert.match(body, /^\| .*--restore-database=BACKUP` \| 15\.00 × \| 120\.0 s \|$/m);
    assert.match(body, /^\| – restore-database \| 12\.50 × \| 100\.0 s \|$/m);
    assert.match(body, /a database of\n1024 MiB/);
    assert.deepEqual(goals, []);
  });

  it("says why nothing was measured", () => {
    const reason = "a cluster needs Linux";
    assert.equal(recoveryPart(reason, "2026-01-31").body, `Not measured: ${reason}.\n`);
  });
});
