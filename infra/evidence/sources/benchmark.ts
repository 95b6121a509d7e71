import * as z from "zod/mini";
import type { Benchmark } from "../../../components/release/evidence/predicates/benchmark.ts";
import { count, measure, words } from "../../../components/release/evidence/shape.ts";
import { expect, readJson } from "../files.ts";

const rows = z.array(z.object({ queryid: words, calls: count, mean_exec_time: measure }));

/** What the database counted, from rows of `pg_stat_statements`. */
export function benchmark(file: string): Benchmark {
  const read = expect(file, "list of rows of pg_stat_statements", rows, readJson(file));
  return {
    statements: read.map(({ queryid, calls, mean_exec_time }) => ({
      id: queryid,
      calls,
      meanMilliseconds: mean_exec_time,
    })),
  };
}
