import { text } from "node:stream/consumers";
import { connect } from "../../components/release/kubernetes/connect.ts";
import type { CronJob } from "../../components/release/kubernetes/objects.ts";
import { ask } from "../../components/release/kubernetes/request.ts";
import { runJob } from "../../components/release/kubernetes/run-job.ts";

/*
 * Runs a Job as gates do, where the cluster is: reads its template and how long it may take to begin, and writes what was
 * said and what became of it.
 */

interface Asked {
  readonly path: string;
  readonly startSeconds: number;
  readonly temporary: boolean;
}

const { path, startSeconds, temporary } = JSON.parse(await text(process.stdin)) as Asked;
const said: string[] = [];
const progress = (line: string) => {
  said.push(line);
  process.stderr.write(`${line}\n`);
};
const write = (outcome: object) => process.stdout.write(JSON.stringify({ said, ...outcome }));
try {
  const connection = await connect();
  const cronJob = await ask<CronJob>(connection, { path });
  const run = await runJob(connection, {
    ...{ cronJob, reporters: ["guard"], progress, temporary, startSeconds },
  });
  write({ ...run, logs: Object.fromEntries(run.logs) });
} catch (error) {
  write({ error: error instanceof Error ? error.message : String(error) });
}
