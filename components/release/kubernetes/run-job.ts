import { setTimeout as pause } from "node:timers/promises";
import { printable } from "../smoke/transcript.ts";
import type { Connection } from "./connect.ts";
import { follow } from "./follow.ts";
import { type JobEnd, endOf, jobFrom } from "./job.ts";
import { mountedSecrets } from "./mounted-secrets.ts";
import type { CronJob, Job, Pod } from "./objects.ts";
import { Patience } from "./patience.ts";
import { begunIn, hasEnded, obstacleOf } from "./pod.ts";
import { followRefusals } from "./refusals.ts";
import { isReport } from "./reported.ts";
import { ask } from "./request.ts";
import { changes } from "./watch.ts";

/** A Job to run once, and to wait for. */
export interface RunArgs {
  /** Its template. */
  readonly cronJob: CronJob;
  /** Values of variables that the template has: what this run is about. Default: the template's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Containers whose lines in JSON are for the gate, and not for people. */
  readonly reporters: readonly string[];
  /** Says what goes on, in one line without a secret. */
  readonly progress: (line: string) => void;
  /** Whether the Job goes when it has ended, with what its pod would keep: a volume that it was given for the time. */
  readonly temporary: boolean;
  /** Seconds after which a Job with something in its way is removed, so that it does not begin when nobody attends. */
  readonly startSeconds: number;
}

/** What has become of it. */
export interface JobRun extends JobEnd {
  readonly name: string;
  /** What each container has printed, without the secrets that it can read. */
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

/** Seconds within which the last lines of a Job that has ended are read. */
const LAST_LINES_SECONDS = 20;

/**
 * Makes a Job of the CronJob's template, shows what it prints, and waits for its end, which its own deadline sees to.
 *
 * @throws Error when it cannot be made, does not begin, or is removed by somebody.
 */
export async function runJob(
  connection: Connection,
  { cronJob, env, reporters, progress, temporary, startSeconds }: RunArgs,
): Promise<JobRun> {
  const namespace = cronJob.metadata?.namespace ?? "default";
  const spec = cronJob.spec?.jobTemplate.spec?.template.spec ?? {};
  const secrets = await mountedSecrets(connection, namespace, spec);
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const { metadata } = await ask<Job>(connection, {
    method: "POST",
    path,
    body: jobFrom(cronJob, env),
  });
  const name = metadata?.name ?? "";
  progress(`Job ${namespace}/${name} is made`);

  const remove = () =>
    ask(connection, { method: "DELETE", path: `${path}/${name}?propagationPolicy=Foreground` });
  const over = new AbortController();
  const patience = new Patience(startSeconds);
  const logs = new Map<string, string[]>();
  let obstacle: string | undefined;
  const meets = (inItsWay: string) => {
    if (inItsWay === obstacle) return;
    obstacle = inItsWay;
    progress(printable(inItsWay));
  };
  try {
    const followed = followPod(connection, namespace, name, over.signal, {
      state: (begun, inItsWay) => {
        patience.wears(!begun || inItsWay !== undefined);
        if (inItsWay !== undefined) meets(inItsWay);
      },
      line: (container, text) => {
        const shown = printable(secrets.mask(text));
        const log = logs.get(container) ?? [];
        log.push(shown);
        logs.set(container, log);
        if (reporters.includes(container) && isReport(shown)) return;
        progress(`${container}: ${shown}`);
      },
    });
    const refused = followRefusals(connection, namespace, name, over.signal, meets);
    const ended = endOfJob(connection, namespace, name, over.signal);
    // A log that may not be read is an error now, and not when the Job has ended.
    const watched = Promise.race([
      ended,
      ...[followed, refused].map((each) => each.then(() => ended)),
    ]);
    const end = await Promise.race([watched, patience.end]);
    if (!end) {
      await remove();
      const reason = obstacle === undefined ? "" : ` ${printable(obstacle)}`;
      throw new Error(`Job ${name} did not begin within ${startSeconds} s.${reason}`);
    }
    await Promise.race([followed, pause(LAST_LINES_SECONDS * 1000, undefined, over)]);
    if (temporary) await remove();
    return { ...end, name, logs };
  } finally {
    patience.keep();
    over.abort();
  }
}

/** What is told about a pod. */
interface Told {
  /** Whether any of it has begun, and what keeps the rest from it. */
  readonly state: (begun: boolean, obstacle: string | undefined) => void;
  readonly line: (container: string, text: string) => void;
}

async function followPod(
  connection: Connection,
  namespace: string,
  job: string,
  signal: AbortSignal,
  told: Told,
): Promise<void> {
  const followed = new Map<string, Promise<void>>();
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const selection = `labelSelector=batch.kubernetes.io/job-name=${job}`;
  for await (const { exists, object } of changes<Pod>(connection, path, selection, signal)) {
    if (!exists) break;
    const pod = object.metadata?.name ?? "";
    for (const { name } of begunIn(object)) {
      if (followed.has(name)) continue;
      const place = { namespace, pod, container: name };
      followed.set(
        name,
        follow(
          connection,
          place,
          (text) => {
            told.line(name, text);
          },
          signal,
        ),
      );
    }
    told.state(followed.size > 0, obstacleOf(object));
    if (hasEnded(object)) break;
  }
  await Promise.all(followed.values());
}

async function endOfJob(
  connection: Connection,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<JobEnd> {
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const selection = `fieldSelector=metadata.name=${name}`;
  for await (const { exists, object } of changes<Job>(connection, path, selection, signal)) {
    if (!exists) throw new Error(`Job ${name} was removed before it had ended.`);
    const end = endOf(object);
    if (end) return end;
  }
  throw new Error(`Nobody waits for Job ${name} any more.`);
}
