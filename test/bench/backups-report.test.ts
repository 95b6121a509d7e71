import assert from "node:assert/strict";
import type { BackupFigures, Throughput } from "./backups.ts";
import { backupsPart, inAll, relative, worthwhileBytes } from "./backups-report.ts";
import { toolSeconds } from "./tool-seconds.ts";

const throughput = (bare: readonly number[], ours: readonly number[]): Throughput => ({
  bare,
  ours: ours.map((seconds) => ({ seconds, toolSeconds: seconds - 1 })),
});
const figures: BackupFigures = {
  by: "the engine v3",
  bytes: 2 ** 30,
  backup: throughput([9, 18, 9], [10, 20, 12]),
  restore: throughput([8, 8, 8], [16, 10, 10]),
};

describe("report of backups", () => {
  const { body, goals } = backupsPart(figures, "2026-01-31");

  it("compares throughput within a round, so that a slow round does not count", () => {
    assert.equal(relative(figures.backup, inAll), 0.9);
    assert.equal(relative(figures.restore, inAll), 0.8);
  });

  it("says from which size on the start of a Job hardly counts", () => {
    // A tenth of the throughput is what a second of start takes of nine.
    const even = throughput([9, 9, 9], [10, 10, 10]);
    assert.equal(worthwhileBytes(2 ** 30, even), 2 ** 30);
    assert.equal(worthwhileBytes(2 ** 30, throughput([9], [11])), Infinity);
    assert.match(body, /a\nrestore at no size\./);
  });

  it("says which goals are reached", () => {
    assert.deepEqual(
      goals.map(({ measured, verdict }) => `${measured}: ${verdict}`),
      ["0.95 × its throughput: reached", "0.89 × its throughput: missed"],
    );
  });

  it("has the tool, ours, and what is the tool's in ours", () => {
    assert.match(
      body,
      /^\| `pgbackrest backup --type=full` alone \| 1\.00 × \| 114 MiB\/s \| 9\.0 s \|$/m,
    );
    assert.match(body, /^\| full backup .* \| 0\.90 × \| 85 MiB\/s \| 12\.0 s \|$/m);
    assert.match(body, /^\| – of it pgBackRest \| 0\.95 × \| 93 MiB\/s \| 11\.0 s \|$/m);
    assert.match(body, /^\| – of it all else, .* \| – \| – \| 1\.0 s \|$/m);
  });

  it("says why nothing was measured", () => {
    const nothing = backupsPart("a cluster needs Linux", "2026-01-31");
    assert.equal(nothing.body, "Not measured: a cluster needs Linux.\n");
    assert.deepEqual(
      nothing.goals.map(({ verdict }) => verdict),
      ["not measured", "not measured"],
    );
  });
});

describe("seconds of pgBackRest", () => {
  const end = (command: string, milliseconds: number) =>
    `P00   INFO: ${command} command end: completed successfully (${milliseconds}ms)`;
  const log = [end("backup", 1500), end("expire", 70), end("restore", 2000)].join("\n");

  it("are those of one command", () => {
    assert.equal(toolSeconds(log, "backup"), 1.5);
    assert.equal(toolSeconds(log, "restore"), 2);
  });

  it("are not those of one that failed", () => {
    const failed = "P00   INFO: backup command end: aborted with exception [056]";
    assert.throws(() => toolSeconds(failed, "backup"), /no backup of pgBackRest/);
  });
});
