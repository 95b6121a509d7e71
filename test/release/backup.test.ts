import assert from "node:assert/strict";
import { readCopyReport } from "../../components/release/backup/copy.ts";
import { readBackupReport } from "../../components/release/backup/report.ts";
import {
  type BackedUp,
  type WantedBackup,
  copies,
  logicalCopy,
} from "../../components/release/backup/verdict.ts";
import { Refused } from "../../components/release/gates/gate.ts";

const START = 1_795_827_000;

const backup = (size: number, changes: object = {}) => ({
  label: `20261128-010000F_2026112${size}`,
  type: "incr",
  error: false,
  info: { size, delta: 10, repository: { delta: 5, size: 50 } },
  timestamp: { start: START + 1, stop: START + 9 },
  ...changes,
});
const old = { timestamp: { start: START - 90_000, stop: START - 80_000 } };

const line = (repository: number, backups: readonly object[], changes: object = {}) =>
  JSON.stringify({
    ...{ repository, succeeded: true, started: START },
    info: [{ name: "taskflow", backup: backups, status: { code: 0 } }],
    ...changes,
  });

const wanted: WantedBackup = {
  repositories: [
    { number: 1, location: "pgbackrest-0:/backup" },
    { number: 2, location: "s3://bucket/backup" },
  ],
  sizeShare: 0.5,
};
const one: WantedBackup = { ...wanted, repositories: wanted.repositories.slice(0, 1) };
const good = [line(1, [backup(100, old), backup(90)]), line(2, [backup(80)])];
const ran = (lines: readonly string[], changes: Partial<BackedUp> = {}): BackedUp => ({
  succeeded: true,
  report: readBackupReport(["P00 INFO: backup begins", ...lines]),
  lastWords: ["no space left"],
  ...changes,
});

function refused(act: () => unknown, item: string, problem: RegExp): void {
  assert.throws(act, (error) => {
    assert.ok(error instanceof Refused, String(error));
    const [refusal, ...more] = error.refusals;
    assert.deepEqual([refusal?.item, more], [item, []]);
    assert.match(refusal?.problem ?? "", problem);
    assert.match(refusal?.fix ?? "", /^[A-Z].*\.$/);
    return true;
  });
}

describe("the backup before a release", () => {
  it("says where each copy is, and how its size compares", () => {
    assert.deepEqual(copies(ran(good), wanted), [
      {
        repository: 1,
        label: "20261128-010000F_202611290",
        location: "pgbackrest-0:/backup/20261128-010000F_202611290",
        type: "incr",
        databaseBytes: 90,
        storedBytes: 5,
        databaseBytesBefore: [100],
      },
      {
        repository: 2,
        label: "20261128-010000F_202611280",
        location: "s3://bucket/backup/20261128-010000F_202611280",
        type: "incr",
        databaseBytes: 80,
        storedBytes: 5,
        databaseBytesBefore: [],
      },
    ]);
  });

  it("is refused when it failed", () => {
    const failed = ran(good, { succeeded: false, why: "BackoffLimitExceeded" });
    refused(
      () => copies(failed, wanted),
      "step2.1",
      /failed\. BackoffLimitExceeded\. It said last: no space left/,
    );
  });

  it("must be in each repository, made by this run", () => {
    const [first = ""] = good;
    refused(() => copies(ran([first]), wanted), "post-backup.4", /Repository 2 does not list/);
    const before = line(2, [backup(80, old)]);
    refused(() => copies(ran([first, before]), wanted), "post-backup.4", /of this run/);
    const unasked = line(1, [], { succeeded: false, info: null });
    refused(() => copies(ran([unasked]), one), "step2.1", /Repository 1 does not list/);
    refused(() => copies(ran([line(1, [])]), one), "step2.1", /Repository 1 does not list/);
    copies(ran([first]), one);
  });

  it("must have pages that are as their checksums say", () => {
    const paged = (error: boolean | null) => ran([line(1, [backup(90, { error })])]);
    refused(() => copies(paged(true), one), "step2.2", /pages that are not as their checksums say/);
    refused(() => copies(paged(null), one), "step2.2", /no checksums to verify/);
    copies(paged(false), one);
  });

  it("must not be smaller than the configured share of the largest of the three before it", () => {
    const sized = (...sizes: number[]) =>
      ran([
        line(
          1,
          sizes.map((size, index) => backup(size, index < sizes.length - 1 ? old : {})),
        ),
      ]);
    refused(() => copies(sized(100, 10, 10, 49), one), "step2.4", /had 10, 10, 100/);
    copies(sized(100, 10, 10, 50), one);
    copies(sized(100, 10, 10, 10, 5), one);
    copies(sized(0), one);
  });

  it("cannot be told from what is not its report", () => {
    const unread = line(1, [{ label: "x" }]);
    assert.throws(() => readBackupReport([unread]), /The backup said info\.0\.backup\.0/);
    assert.throws(() => readBackupReport(["{"]), SyntaxError);
  });
});

describe("the logical copy before a release", () => {
  const report = {
    file: "taskflow_backup_20261128T010000Z.tar.gz",
    ...{ bytes: 50, earlier: [100, 60], entries: 9, tables: 4, sha256: "ab" },
  };
  const place = { location: "pgbackrest-0:/copies", sizeShare: 0.5 };
  const run = { succeeded: true, lastWords: ["permission denied"] };

  it("says where it is, and how its size compares", () => {
    assert.deepEqual(
      logicalCopy(run, () => readCopyReport(["copying", JSON.stringify(report)]), place),
      {
        file: report.file,
        location: "pgbackrest-0:/copies/taskflow_backup_20261128T010000Z.tar.gz",
        ...{ bytes: 50, bytesBefore: [100, 60], tables: 4, sha256: "ab" },
      },
    );
  });

  it("is refused when it failed, before its report is read", () => {
    const failed = { ...run, succeeded: false };
    const unread = () => readCopyReport([]);
    refused(() => logicalCopy(failed, unread, place), "step2.1", /copy failed\. .*permission/);
    assert.throws(() => logicalCopy(run, unread, place), /reported nothing/);
  });

  it("is refused when it is too small", () => {
    const small = () => ({ ...report, bytes: 49 });
    refused(() => logicalCopy(run, small, place), "step2.4", /has 49 bytes, .* had 100, 60/);
  });
});
