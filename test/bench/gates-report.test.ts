import assert from "node:assert/strict";
import type { Compared, Update } from "./gates.ts";
import { gatesPart, unaccounted } from "./gates-report.ts";

const withGates = (seconds: number, backup: number, smoke: number): Update => ({
  seconds,
  gates: [
    { name: "backup", seconds: backup },
    { name: "smoke", seconds: smoke },
  ],
});
const compared: Compared = {
  update: "v1.1.0",
  without: [40, 50, 60].map((seconds) => ({ seconds, gates: [] })),
  with: [withGates(100, 20, 30), withGates(100, 15, 30), withGates(120, 24, 40)],
};

describe("report of what gates add", () => {
  const { body, goals } = gatesPart({ by: "the engine v3", updates: [compared] }, "2026-01-31");

  it("compares an update with the one of the same round that has none", () => {
    assert.match(body, /^\| v1\.1\.0 \| 3 \| 2\.00 × \| 50\.0 s \| 100\.0 s \|$/m);
    assert.deepEqual(goals, []);
  });

  it("has a row for each gate, with its share of the update", () => {
    assert.match(body, /^\| backup \| 20 % \| 20\.0 s \|$/m);
    assert.match(body, /^\| smoke \| 30 % \| 30\.0 s \|$/m);
  });

  it("says what no gate accounts for", () => {
    assert.deepEqual(unaccounted(compared), [10, 5, -4]);
    assert.match(body, /^\| closing the record, .* \| 5 % \| 5\.0 s \|$/m);
  });

  it("says why nothing was measured", () => {
    const reason = "not installed: runc (Debian)";
    assert.equal(gatesPart(reason, "2026-01-31").body, `Not measured: ${reason}.\n`);
  });
});
