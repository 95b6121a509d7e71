import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { attemptOf, hasStopped, newAttempt } from "../../components/release/record/attempt.ts";
import { type Closing, compose } from "../../components/release/record/compose.ts";
import { document } from "../../components/release/record/document.ts";
import { type Entry, bounded } from "../../components/release/record/entry.ts";
import { joined } from "../../components/release/record/list.ts";
import { portions } from "../../components/release/record/portions.ts";
import {
  KEPT_RECORDS,
  attemptsIn,
  expired,
  isOver,
} from "../../components/release/record/settle.ts";
import { shaped } from "../../components/release/evidence/shape.ts";
import { begun, ended, recorded } from "./records.ts";

const closing: Closing = {
  images: ["registry.example.com/backend:v1.0.0"],
  workloads: {
    backend: { image: "backend", templateHash: "b" },
    frontend: { image: "frontend", templateHash: "f" },
  },
  smoke: { namespace: "taskflow" },
  results: {
    backup: {
      id: "20261128-010000F",
      copies: [{ location: "pgbackrest-0:/backup" }],
      logical: { location: "pgbackrest-0:/copies/taskflow_backup_1.tar.gz" },
    },
    migrate: {
      versionBefore: "0001_tasks",
      version: "0002_due_dates",
      before: "2026-11-28T01:00:00Z",
      applied: ["0002_due_dates"],
      warnings: ["Column task.note is gone."],
    },
    evidence: { facts: { "step1.1": "refs/tags/v1.0.0 at abc" } },
  },
  passed: [
    { gate: "readiness", attempt: "first" },
    { gate: "smoke", attempt: "second" },
  ],
};

describe("an attempt to release", () => {
  it("begins with readiness, and others join the newest", () => {
    const entries = [begun("readiness"), ended("readiness")];
    assert.equal(attemptOf(entries, "readiness"), undefined);
    assert.equal(attemptOf(entries, "backup"), "first");
    assert.equal(attemptOf([], "backup"), undefined);
  });

  for (const [what, entries] of [
    ["was refused", [begun("smoke"), ended("smoke", { outcome: "refused" })]],
    ["could not be decided", [begun("smoke"), ended("smoke", { outcome: "undecided" })]],
    ["was interrupted", [begun("rehearse")]],
    ["had this gate already", [begun("backup"), ended("backup")]],
  ] as const) {
    it(`is another one where the last ${what}`, () => {
      assert.equal(attemptOf(entries, "backup"), undefined);
    });
  }

  it("is named by its time, and never twice", () => {
    const now = new Date("2026-11-28T03:44:12.345Z");
    assert.match(newAttempt(now), /^20261128t034412z-[0-9a-f]{6}$/);
    assert.notEqual(newAttempt(now), newAttempt(now));
  });

  it("is over when it was stopped, and not while a gate runs, until nobody can go on with it", () => {
    const at = (hours: number) => new Date(Date.parse("2026-11-28T01:00:00Z") + hours * 3_600_000);
    const [running] = attemptsIn([begun("backup")]);
    const [stopped] = attemptsIn([begun("backup"), ended("backup", { outcome: "refused" })]);
    const [passing] = attemptsIn([begun("backup"), ended("backup")]);
    assert.ok(running && stopped && passing);
    assert.deepEqual(
      [running, stopped, passing].map((each) => isOver(each, at(1))),
      [...[false, true, false]],
    );
    assert.deepEqual(
      [running, stopped, passing].map((each) => isOver(each, at(25))),
      [...[true, true, true]],
    );
    assert.ok(hasStopped(stopped.entries));
  });
});

describe("the record of a release", () => {
  it("has all that the checklist asks for", () => {
    const entries = [begun("smoke", "second"), ended("smoke", {}, "second")];
    const composed = compose(entries, closing);
    assert.deepEqual(shaped(document, JSON.parse(JSON.stringify(composed))), composed);
    assert.equal(composed.status, "success");
    assert.equal(composed.backup?.id, "20261128-010000F");
    assert.equal(composed.backup.locations.length, 2);
    assert.equal(composed.schema?.before, "0001_tasks");
    assert.equal(composed.schema.after, "0002_due_dates");
    assert.equal(composed.source, "refs/tags/v1.0.0 at abc");
    assert.deepEqual(composed.earlier, [{ gate: "readiness", attempt: "first" }]);
    assert.deepEqual(composed.issues, ["Column task.note is gone."]);
    assert.deepEqual(composed.rollback, { required: false, done: false });
    assert.equal(composed.gates[0]?.milliseconds, 1500);
  });

  it("says which gate nobody could record", () => {
    const passed = [{ gate: "backup", problem: "it could not be recorded: full" }];
    const { issues, status } = compose([begun("smoke")], { ...closing, results: {}, passed });
    assert.ok(issues.includes("backup: it was passed, and it could not be recorded: full"));
    assert.equal(status, "success");
  });

  it("has failed where a gate has refused it, and says why", () => {
    const refusals = [{ item: "step2.4", problem: "It shrank.", fix: "Find out why." }];
    const { status, issues, end } = compose([
      begun("backup"),
      ended("backup", { outcome: "refused", refusals }),
    ]);
    assert.equal(status, "failed");
    assert.deepEqual(issues, ["backup: step2.4: It shrank. Find out why."]);
    assert.equal(end, "2026-11-28T01:00:02.000Z");
  });

  for (const [what, isBack, applied, status] of [
    ["is partial where its pods stay", false, [], "partial"],
    ["is partial where its schema stays", true, ["0002"], "partial"],
    ["has failed where nothing of it stays", true, [], "failed"],
  ] as const) {
    it(what, () => {
      const result = { version: "0002", before: "then", applied, warnings: [] };
      const composed = compose([
        begun("migrate"),
        ended("migrate", { result }),
        begun("smoke"),
        ended("smoke", { outcome: "refused", meanwhile: "backend is …", isBack }),
      ]);
      assert.equal(composed.status, status);
      assert.deepEqual(composed.rollback, { required: true, done: isBack, what: "backend is …" });
    });
  }

  it("knows a gate that was interrupted", () => {
    const { gates, status } = compose([begun("rehearse")]);
    assert.equal(gates[0]?.outcome, "interrupted");
    assert.equal(status, "failed");
  });

  it("is short, whatever gates say", () => {
    const log = Array.from({ length: 300 }, (_, number) => `${number} ${"x".repeat(1000)}`);
    const problem = "y".repeat(9000);
    const kept = bounded({
      ...ended("smoke"),
      log,
      refusals: [{ item: "a", problem, fix: "z" }],
    });
    assert.equal(kept.log.length, 200);
    assert.match(kept.log.at(-1) ?? "", /^299 x{400}/);
    assert.ok(JSON.stringify(kept).length < 120_000);
    assert.ok((kept.refusals[0]?.problem.length ?? 0) <= 4000);
  });

  it("says that somebody went back later", () => {
    const release = recorded({ id: "a" });
    const rollback = recorded({
      ...{ id: "b", kind: "rollback", undoes: "a", start: "2026-11-29T00:00:00Z" },
      rollback: { required: true, done: true, what: "errors" },
    });
    const [first, second] = joined([rollback, release]);
    assert.equal(first?.undoneBy, "b");
    assert.deepEqual(first.rollback, { required: true, done: true, what: "b: errors" });
    assert.equal(second?.undoneBy, undefined);
    const [unchanged] = joined([release, { ...rollback, status: "failed" }]);
    assert.equal(unchanged?.undoneBy, undefined);
  });
});

describe("the archive of records", () => {
  const read = (portion: string) =>
    gunzipSync(Buffer.from(portion, "base64"))
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { id: string }).id);

  it("gets every record, each on a line that begins with its id", () => {
    const documents = ["a", "b"].map((id) => compose([begun("smoke", id) as Entry]));
    const [portion = "", ...more] = portions(documents);
    assert.deepEqual([read(portion), more], [["a", "b"], []]);
    const text = gunzipSync(Buffer.from(portion, "base64")).toString();
    assert.match(text, /^\{"id":"a",/);
    assert.deepEqual(portions([]), []);
  });

  it("gets them in as many portions as it takes, and says which does not fit", () => {
    const documents = ["a", "b", "c"].map((id) => compose([begun("smoke", id)]));
    const one = portions(documents.slice(0, 1))[0]?.length ?? 0;
    assert.deepEqual(portions(documents, one + 8).map(read), [["a"], ["b"], ["c"]]);
    assert.throws(() => portions(documents, 10), /record a is too large/);
  });

  it("is what older records are in alone", () => {
    const ids = Array.from({ length: KEPT_RECORDS + 2 }, (_, number) => String(number));
    assert.deepEqual(expired(ids), ["0", "1"]);
    assert.deepEqual(expired(ids.slice(2)), []);
  });
});
