import assert from "node:assert/strict";
import { Refused } from "../../components/release/gates/gate.ts";
import { digestOf } from "../../components/release/migration/schema.ts";
import { readThrowawayReport } from "../../components/release/rehearsal/report.ts";
import {
  type RehearsalRun,
  type WantedRehearsal,
  rehearsal,
} from "../../components/release/rehearsal/verdict.ts";
import { column, schema, task } from "./schemas.ts";

const before = schema();
const after = schema({
  at: "2026-11-28T01:00:07.500+01:00",
  versions: ["0001_tasks", "0002_due"],
  tables: [task({ columns: [...task().columns, column("due", { required: false })] })],
});
const restored = { backup: "20261128-010000F", seconds: 40, bytes: 1_000_000 };
const locks = {
  locks: [{ table: "task", mode: "AccessExclusiveLock", milliseconds: 30 }],
  rewrites: [],
};
const good: RehearsalRun = {
  succeeded: true,
  report: { before, after, lost: false },
  throwaway: { restored, locks },
  lastWords: ["done"],
};
const wanted: WantedRehearsal = {
  backup: "20261128-010000F",
  withoutRowSecurity: [],
  sameServer: true,
};

function refused(run: RehearsalRun, item: string, problem: RegExp): void {
  assert.throws(
    () => rehearsal(run, wanted),
    (error) => {
      assert.ok(error instanceof Refused, String(error));
      const [refusal, ...more] = error.refusals;
      assert.deepEqual([refusal?.item, more], [item, []]);
      assert.match(refusal?.problem ?? "", problem);
      return true;
    },
  );
}

describe("a rehearsal", () => {
  it("keeps what was restored, how long it all took, and what the schema has become", () => {
    assert.deepEqual(rehearsal(good, wanted), {
      backup: "20261128-010000F",
      restoredBytes: 1_000_000,
      restoredSeconds: 40,
      seconds: 7.5,
      applied: ["0002_due"],
      ...locks,
      warnings: [],
      schema: { version: "0002_due", tables: ["task"], digest: digestOf(after) },
    });
  });

  it("does not compare definitions that another kind of server writes", () => {
    const { schema } = rehearsal(good, { ...wanted, sameServer: false });
    assert.deepEqual(schema, { version: "0002_due", tables: ["task"] });
  });

  it("is of the backup of this run, or of one since", () => {
    const of = (backup: string): RehearsalRun => ({
      ...good,
      throwaway: { restored: { ...restored, backup }, locks },
    });
    assert.throws(
      () => rehearsal(of("20261127-010000F"), wanted),
      /older than the backup 20261128/,
    );
    rehearsal(of("20261128-010000F_20261128-020000I"), wanted);
  });

  it("refuses a backup that cannot be restored", () => {
    const lastWords = ["ERROR: [104]: unable to read the block"];
    const failed = { succeeded: false, report: { lost: false }, throwaway: {}, lastWords };
    refused(failed, "step2.2", /20261128-010000F could not be restored\. .*unable to read/);
  });

  it("refuses migrations that fail, in words that leave no doubt about which database", () => {
    const unchanged = { before, after: { ...before, at: after.at }, lost: false };
    refused(
      { ...good, succeeded: false, report: unchanged },
      "db.1",
      /^In the rehearsal: The migrations failed/,
    );
  });

  it("refuses tables without row security, before they are", () => {
    const open = { ...after, tables: [task({ rowSecurity: false })] };
    refused({ ...good, report: { before, after: open, lost: false } }, "db.5", /^In the rehearsal/);
  });

  it("cannot be told from a server that does not say what was locked", () => {
    assert.throws(() => rehearsal({ ...good, throwaway: { restored } }, wanted), /did not say/);
    assert.throws(() => readThrowawayReport(['{"moment":"restored"}']), /restored server said/);
    assert.deepEqual(readThrowawayReport(["taskflow-throwaway: could not restore"]), {});
  });
});
