import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { jobPod, onDemandArgs } from "../kubernetes/job.ts";
import type { Placement } from "../kubernetes/platform.ts";
import type { Resources } from "../kubernetes/resources.ts";
import type { Mount } from "../kubernetes/volumes.ts";
import { ARCHIVE_VARIABLE, PATHS, WORKLOADS } from "./names.ts";

/** Arguments of {@link RecordArchive}. */
export interface RecordArchiveArgs {
  readonly placement: Placement;
  /** That of the logical copies. */
  readonly volume: Mount;
  /** Where a pod must run to mount it. Default: anywhere. */
  readonly spec?: Partial<types.input.core.v1.PodSpec>;
}

const TEN_MINUTES = 600;

const SMALL: Resources = {
  cpu: { request: "10m", limit: "200m" },
  memory: { request: "32Mi", limit: "64Mi" },
  ephemeralStorage: { request: "16Mi", limit: "64Mi" },
};

/** Template of the Job that keeps the records of releases beside the backups, whatever becomes of the cluster. */
export class RecordArchive extends pulumi.ComponentResource {
  readonly cronJob: k8s.batch.v1.CronJob;

  constructor(name: string, args: RecordArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:RecordArchive", name, {}, opts);
    const { placement } = args;
    const workload = WORKLOADS.archive;
    const child = { parent: this };

    const template = jobPod(
      name,
      placement,
      workload,
      {
        containers: [
          {
            name: workload.app,
            image: placement.platform.image("postgres"),
            command: ["taskflow-archive", PATHS.records],
            env: { [ARCHIVE_VARIABLE]: "" },
            resources: SMALL,
            mounts: [args.volume],
          },
        ],
        ...(args.spec && { spec: args.spec }),
      },
      child,
    );
    this.cronJob = new k8s.batch.v1.CronJob(
      name,
      onDemandArgs(placement, workload, template, TEN_MINUTES),
      child,
    );
    this.registerOutputs({ cronJob: this.cronJob.metadata.name });
  }
}
