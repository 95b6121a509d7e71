import * as z from "zod/mini";
import { type Judgement, judgement, need } from "../need.ts";
import { count, measure, words } from "../shape.ts";
import { counted, some } from "../words.ts";
import { own } from "./own.ts";

export const BENCHMARK = own("benchmark");

/** Milliseconds that a statement may take on average: the checklist's, and that of the alert. */
const LIMIT = 50;

/** What `pg_stat_statements` counted while the benchmark ran; the dashboard of the database shows the same in production. */
export const benchmark = z.object({
  statements: z.array(
    z.object({
      /** `queryid`. The text stays away, because that of CREATE ROLE has passwords. */
      id: words,
      calls: count,
      meanMilliseconds: measure,
    }),
  ),
});

export type Benchmark = z.infer<typeof benchmark>;

export const benchmarkNeed = need({
  name: "benchmark of the database",
  predicateType: BENCHMARK,
  schema: benchmark,
  images: ["backend", "migrations"],
  option: "--benchmark PG_STAT_STATEMENTS.json",
  items: { "db.11": quick },
});

function quick({ statements }: Benchmark): Judgement {
  const called = statements.filter(({ calls }) => calls > 0);
  const slow = called.filter(({ meanMilliseconds }) => meanMilliseconds >= LIMIT);
  const slowest = called.reduce(
    (most, { meanMilliseconds }) => Math.max(most, meanMilliseconds),
    0,
  );
  return judgement(
    `${counted(called.length, "statement")}, at most ${String(Math.round(slowest * 100) / 100)} ms on average, below ${LIMIT} ms`,
    [
      called.length === 0 && {
        problem: "The benchmark ran no statement.",
        fix: "Run it against the database that is asked for its statements.",
      },
      slow.length > 0 && {
        problem: `${counted(slow.length, "statement")} took ${LIMIT} ms or more on average: ${some(slow.map(({ id }) => id))}.`,
        fix: "Look them up in pg_stat_statements by queryid, and give them an index or less to do.",
      },
    ],
  );
}
