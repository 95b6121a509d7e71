import * as z from "zod/mini";
import { connect } from "../kubernetes/connect.ts";
import type { CronJob } from "../kubernetes/objects.ts";
import { isReport } from "../kubernetes/reported.ts";
import { ask } from "../kubernetes/request.ts";
import { type JobRun, runJob } from "../kubernetes/run-job.ts";
import type { GateContext } from "./gate.ts";

/** Where the template of a gate's Job is, as fields of the gate's input. */
export const templatePlace = {
  /** Context of the kubeconfig. Absent: its current one. */
  context: z.exactOptional(z.string()),
  namespace: z.string(),
  cronJob: z.string(),
};

export type TemplatePlace = z.infer<ReturnType<typeof z.object<typeof templatePlace>>>;

/** A node that has the images begins in seconds; one that pulls them over a slow line in minutes. */
const START_SECONDS = 600;

/** Enough of a program's last words to see why it failed. */
const LAST_LINES = 8;

/** Makes a Job of the template, and waits for its end. */
export async function runTemplate(
  { context, namespace, cronJob: name }: TemplatePlace,
  {
    reporters,
    env,
    temporary = false,
    check,
    progress,
  }: GateContext & {
    /** Containers whose lines in JSON are for the gate. */
    readonly reporters: readonly string[];
    /** Values of variables that the template has: what this run is about. Default: the template's. */
    readonly env?: Readonly<Record<string, string>>;
    /** Whether the Job goes when it has ended, with the volume that its pod was given. Default: it is kept by count. */
    readonly temporary?: boolean;
    /** Throws when the template is not the one that is meant. */
    readonly check?: (template: CronJob) => void;
  },
): Promise<JobRun> {
  const connection = await connect(context);
  const path = `/apis/batch/v1/namespaces/${namespace}/cronjobs/${name}`;
  const cronJob = await ask<CronJob>(connection, { path });
  check?.(cronJob);
  return runJob(connection, {
    cronJob,
    ...(env && { env }),
    reporters,
    progress,
    temporary,
    startSeconds: START_SECONDS,
  });
}

/** The last that a container has said to people. */
export function lastWords({ logs }: JobRun, container: string): string[] {
  const lines = logs.get(container) ?? [];
  return lines.filter((line) => !isReport(line)).slice(-LAST_LINES);
}
