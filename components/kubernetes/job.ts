import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { decides } from "./checklist.ts";
import { type Workload, labels } from "./labels.ts";
import type { Placement } from "./platform.ts";
import { type PodArgs, pod } from "./pod.ts";
import { serviceAccount } from "./service-account.ts";

/** A time to run at, and how late a run may still start. */
export interface Schedule {
  /** Five cron fields, read in the platform's time zone. */
  readonly cron: string;
  /** Seconds that a missed run may be late. Default: 3600; a later one would run into the working day. */
  readonly startingDeadlineSeconds?: number;
  /** How many runs are kept of those that succeeded, and of those that failed, each with its pod. Default: 3. */
  readonly kept?: number;
}

/**
 * A Job that runs again when, and only when, its pod is another one. Pulumi waits for its success. It has the name that
 * the provider makes up: one that followed from the pod would still be taken when an update has failed, and what it
 * has changed is changed back.
 */
export function jobArgs(
  placement: Placement,
  workload: Workload,
  template: types.input.core.v1.PodTemplateSpec,
  activeDeadlineSeconds: number,
): types.input.batch.v1.Job {
  return {
    metadata: {
      namespace: placement.namespace,
      labels: labels(placement.platform, workload),
    },
    spec: { backoffLimit: 6, activeDeadlineSeconds, template },
  };
}

/** The pod of a Job, under an account of its own. What failed is tried again by the Job, in another pod. */
export function jobPod(
  name: string,
  placement: Placement,
  workload: Workload,
  args: Pick<PodArgs, "containers" | "initContainers" | "spec">,
  opts: pulumi.CustomResourceOptions,
): types.input.core.v1.PodTemplateSpec {
  const account = serviceAccount(name, placement, workload, opts);
  return pod({
    placement,
    workload,
    serviceAccountName: account.metadata.name,
    restartPolicy: "Never",
    ...args,
  });
}

/** A day that never comes. */
const NEVER = "0 0 31 2 *";

/**
 * A CronJob whose runs never overlap. Its Jobs are kept by count, so they need no time to live.
 *
 * @param checklist ids of the checklist that it decides
 */
export function cronJobArgs(
  placement: Placement,
  workload: Workload,
  schedule: Schedule,
  template: types.input.core.v1.PodTemplateSpec,
  activeDeadlineSeconds: number,
  checklist: readonly string[],
): types.input.batch.v1.CronJob {
  return {
    metadata: {
      ...metadata(placement, workload),
      annotations: decides(...checklist),
    },
    spec: {
      ...spec(placement, workload, template, activeDeadlineSeconds, schedule.kept),
      schedule: schedule.cron,
      startingDeadlineSeconds: schedule.startingDeadlineSeconds ?? 3600,
    },
  };
}

/**
 * A template of Jobs that a gate of the release makes in its turn, and that no clock ever does. It is a CronJob, so
 * that it is judged and reviewed before there is any pod of it.
 */
export function onDemandArgs(
  placement: Placement,
  workload: Workload,
  template: types.input.core.v1.PodTemplateSpec,
  activeDeadlineSeconds: number,
): types.input.batch.v1.CronJob {
  return {
    metadata: metadata(placement, workload),
    spec: {
      ...spec(placement, workload, template, activeDeadlineSeconds),
      schedule: NEVER,
      startingDeadlineSeconds: 3600,
      suspend: true,
    },
  };
}

function metadata(placement: Placement, workload: Workload) {
  return {
    name: workload.app,
    namespace: placement.namespace,
    labels: labels(placement.platform, workload),
  };
}

function spec(
  { platform }: Placement,
  workload: Workload,
  template: types.input.core.v1.PodTemplateSpec,
  activeDeadlineSeconds: number,
  kept = 3,
) {
  return {
    timeZone: platform.timeZone,
    concurrencyPolicy: "Forbid",
    successfulJobsHistoryLimit: kept,
    failedJobsHistoryLimit: kept,
    jobTemplate: {
      metadata: { labels: labels(platform, workload) },
      spec: { backoffLimit: 1, activeDeadlineSeconds, template },
    },
  };
}
