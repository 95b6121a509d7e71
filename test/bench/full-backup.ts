import { join } from "node:path";
import { WORKLOADS } from "../../components/database/names.ts";
import type { Deployed } from "../cluster/deployment/deployed.ts";
import { toolSeconds } from "./tool-seconds.ts";

const RUN_JOB = join(import.meta.dirname, "../cluster/run-job.ts");

/** A run of ours. */
export interface Ours {
  /** From the call to what is wanted of it. */
  readonly seconds: number;
  /** What pgBackRest says of itself in it. */
  readonly toolSeconds: number;
}

/** As the gate backs up: a program that makes a Job of the template, follows it, and waits for its end. */
export async function backUp({ cluster: { sandbox, environment } }: Deployed): Promise<Ours> {
  const path = `/apis/batch/v1/namespaces/taskflow/cronjobs/${WORKLOADS.fullBackup.app}`;
  const start = performance.now();
  const printed = await sandbox.run([process.execPath, RUN_JOB], {
    env: environment,
    input: JSON.stringify({ path, startSeconds: 300, temporary: false }),
  });
  const seconds = (performance.now() - start) / 1000;
  const { succeeded, said } = JSON.parse(printed) as {
    readonly succeeded?: boolean;
    readonly said: readonly string[];
  };
  if (succeeded !== true) throw new Error(`the backup failed:\n${said.join("\n")}`);
  return { seconds, toolSeconds: toolSeconds(said.join("\n"), "backup") };
}
