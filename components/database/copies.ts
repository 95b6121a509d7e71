import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { jobPod, onDemandArgs } from "../kubernetes/job.ts";
import type { Placement } from "../kubernetes/platform.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { type Mount, scratch } from "../kubernetes/volumes.ts";
import type { Login } from "../secrets/handles.ts";
import { type Endpoint, authorityMount, connectionEnv, loginMount } from "./clients.ts";
import { PATHS, WORKLOADS } from "./names.ts";

/** Arguments of {@link LogicalCopies}. */
export interface LogicalCopiesArgs {
  readonly placement: Placement;
  readonly direct: Endpoint;
  /** Sees every row. */
  readonly login: Login;
  /** Where they are kept, with room for one while it is made. */
  readonly volume: Mount;
  /** Where a pod must run to mount it. Default: anywhere. */
  readonly spec?: Partial<types.input.core.v1.PodSpec>;
  /** Days after which a copy is removed. */
  readonly retentionDays: number;
  readonly resources: Resources;
  /** What must be there first. An argument, because the children of a component do not inherit its `dependsOn`. */
  readonly after: readonly pulumi.Resource[];
}

const SIX_HOURS = 6 * 3600;

/** Template of the Job that copies the database into a file which any PostgreSQL can restore. */
export class LogicalCopies extends pulumi.ComponentResource {
  readonly cronJob: k8s.batch.v1.CronJob;

  constructor(name: string, args: LogicalCopiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:LogicalCopies", name, {}, opts);
    const { placement } = args;
    const workload = WORKLOADS.copy;

    const template = jobPod(
      name,
      placement,
      workload,
      {
        containers: [
          {
            name: workload.app,
            image: placement.platform.image("postgres"),
            command: ["taskflow-copy", PATHS.copies, String(args.retentionDays)],
            env: { ...connectionEnv(args.direct), LOGIN_DIR: PATHS.login },
            resources: args.resources,
            mounts: [
              args.volume,
              loginMount("login", args.login.secret, PATHS.login),
              authorityMount(args.direct),
              scratch("temporary", PATHS.temporary, "16Mi"),
            ],
          },
        ],
        ...(args.spec && { spec: args.spec }),
      },
      { parent: this },
    );
    this.cronJob = new k8s.batch.v1.CronJob(
      name,
      onDemandArgs(placement, workload, template, SIX_HOURS),
      { parent: this, dependsOn: [...args.after] },
    );
    this.registerOutputs({ cronJob: this.cronJob.metadata.name });
  }
}
