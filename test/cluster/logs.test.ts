import assert from "node:assert/strict";
import { errorLines } from "./logs.ts";

const ERRORS = {
  backend: '{"level":"error","message":"a request failed","status":500}',
  prometheus: 'time=2026-01-02T03:04:05.678Z level=ERROR source=main.go:1 msg="it failed"',
  exporter: 'ts=2026-01-02T03:04:05.678Z caller=main.go:1 level=error msg="it failed"',
  postgres: "2026-01-02 03:04:05.678 UTC [7] taskflow ERROR:  permission denied for table task",
  "postgres at its end": "2026-01-02 03:04:05.678 UTC [1] FATAL:  could not write lock file",
  pgbouncer: "2026-01-02 03:04:05.678 UTC [1] ERROR cannot connect",
  pgbackrest: "2026-01-02 03:04:05.678 P00  ERROR: [056]: unable to find primary cluster",
  nginx: "2026/01/02 03:04:05 [error] 7#7: *1 open() failed",
};
const OTHERS = {
  backend: '{"level":"info","message":"answered","route":"/errors","errors":0}',
  prometheus: 'time=2026-01-02T03:04:05.678Z level=WARN source=main.go:1 msg="an error? no"',
  postgres: "2026-01-02 03:04:05.678 UTC [7] LOG:  statement: SELECT 'ERROR' AS level",
  pgbouncer: "2026-01-02 03:04:05.678 UTC [1] LOG stats: 0 errors",
  nginx: "2026/01/02 03:04:05 [notice] 1#1: start worker processes",
};

describe("lines of a log", () => {
  for (const [program, line] of Object.entries(ERRORS)) {
    it(`are errors when ${program} says so`, () => {
      assert.deepEqual(errorLines(`before\n${line}\nafter\n`), [line]);
    });
  }

  for (const [program, line] of Object.entries(OTHERS)) {
    it(`are none when ${program} speaks of something else`, () => {
      assert.deepEqual(errorLines(line), []);
    });
  }
});
