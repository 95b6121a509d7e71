import assert from "node:assert/strict";
import {
  type Migrated,
  type Ran,
  type Wanted,
  verdict,
} from "../../components/release/migration/verdict.ts";
import { digestOf } from "../../components/release/migration/schema.ts";
import { column, schema, task } from "./schemas.ts";

const before = schema();
const after = schema({
  at: "2026-11-28T01:00:05+01:00",
  versions: ["0001_tasks", "0002_due"],
  tables: [task({ columns: [...task().columns, column("due", { required: false })] })],
});
const good: Ran = { succeeded: true, report: { before, after, lost: false }, lastWords: ["done"] };
const rehearsed = { version: "0002_due", tables: ["task"], digest: digestOf(after) };
const wanted: Wanted = { withoutRowSecurity: [], rehearsed };

function passed(ran: Ran, asked = wanted): Migrated {
  const judged = verdict(ran, asked);
  assert.ok(judged.ok, JSON.stringify(judged));
  return judged.migrated;
}

function refused(ran: Ran, item: string, problem: RegExp, asked = wanted): void {
  const judged = verdict(ran, asked);
  assert.ok(!judged.ok, JSON.stringify(judged));
  const found = judged.refusals.filter((refusal) => refusal.item === item);
  assert.ok(
    found.some((refusal) => problem.test(refusal.problem)),
    JSON.stringify(judged.refusals),
  );
  for (const { fix } of judged.refusals) assert.match(fix, /^[A-Z].*\.$/);
}

describe("the verdict on migrations", () => {
  it("keeps the versions, the instant before, what was applied, and the tables", () => {
    assert.deepEqual(passed(good), {
      versionBefore: "0001_tasks",
      version: "0002_due",
      before: before.at,
      after: after.at,
      applied: ["0002_due"],
      tables: ["task"],
      digest: rehearsed.digest,
      warnings: [],
    });
  });

  it("lets through what had nothing to do, and the first of all", () => {
    const again = { ...good, report: { before: after, after, lost: false } };
    assert.deepEqual(passed(again).applied, []);
    const empty = schema({ versions: [], tables: [], objects: {} });
    const first = passed({ ...good, report: { before: empty, after, lost: false } });
    assert.equal("versionBefore" in first, false);
    assert.deepEqual(first.applied, ["0001_tasks", "0002_due"]);
  });

  it("keeps what would break the release that serves as warnings", () => {
    const gone = { before: schema({ tables: [task(), task({ name: "old" })] }), after };
    const { warnings } = passed({ ...good, report: { ...gone, lost: false } });
    assert.deepEqual(warnings, ["Table old is gone."]);
  });

  it("refuses a second runner, and says who the first one is", () => {
    const holder = { process: 7, since: "2026-11-28", address: "10.0.0.7", login: null };
    const busy = { succeeded: false, report: { refused: { holder }, lost: false }, lastWords: [] };
    refused(busy, "step3.3", /^Somebody else migrates this database from 10\.0\.0\.7 since 2026/);
    const unseen = { ...busy, report: { refused: { holder: null }, lost: false } };
    refused(unseen, "step3.3", /^Somebody else migrates this database\.$/);
  });

  it("refuses a failed migration, and tells one that left no trace from one that did", () => {
    const failed = { ...good, succeeded: false, lastWords: ['column "x" does not exist'] };
    const untouched = { before, after: { ...before, at: after.at }, lost: false };
    refused(
      { ...failed, report: untouched },
      "step3.3",
      /said last: column "x" does not exist The schema is what it was, at 0001_tasks/,
    );
    refused(failed, "step3.5", /have left the schema changed: .*"version is another"/);
  });

  it("cannot tell without the lock, or without having seen both ends", () => {
    for (const report of [
      { before, after, lost: true },
      { before, lost: false },
      { lost: false },
    ]) {
      assert.throws(() => verdict({ ...good, report }, wanted), /lock was not held.*done/);
    }
  });

  it("refuses a schema that is not what the rehearsal made", () => {
    const made = (changes: Parameters<typeof schema>[0]): Ran => ({
      ...good,
      report: { before, after: { ...after, ...changes }, lost: false },
    });
    refused(made({ versions: ["0001_tasks"] }), "step3.4", /at 0001_tasks, and .* it was 0002_due/);
    refused(made({ versions: [] }), "step3.4", /lists no version/);
    refused(
      made({ tables: [...after.tables, task({ name: "extra" })] }),
      "step3.4",
      /not those of the rehearsal: "extra"/,
    );
    refused(made({ objects: {} }), "step3.4", /but not all that is in them/);
    passed(made({ at: "2026-11-28T02:00:00+01:00" }));
    passed(made({ objects: {} }), { withoutRowSecurity: [] });
    const { version, tables } = rehearsed;
    passed(made({ objects: {} }), { ...wanted, rehearsed: { version, tables } });
  });

  it("refuses tables without row security that nobody has named", () => {
    const open = { ...after, tables: [task({ rowSecurity: false, forced: false })] };
    const unforced = { ...after, tables: [task({ forced: false })] };
    const ran = (after: typeof open): Ran => ({ ...good, report: { before, after, lost: false } });
    const none: Wanted = { withoutRowSecurity: [] };
    refused(ran(open), "db.5", /^Table task has no row security\.$/, none);
    refused(ran(unforced), "db.5", /does not bind its owner/, none);
    passed(ran(open), { withoutRowSecurity: ["task"] });
    const own = task({ name: "schema_migrations", rowSecurity: false, forced: false });
    passed(ran({ ...after, tables: [task(), own] }), none);
    refused(
      ran({ ...after, tables: [task({ name: "x.task", rowSecurity: false })] }),
      "db.5",
      /x\.task/,
      {
        withoutRowSecurity: ["task"],
      },
    );
  });
});
