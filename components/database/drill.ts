import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { leafCertificate } from "../certificates/index.ts";
import { type Schedule, cronJobArgs, jobPod } from "../kubernetes/job.ts";
import type { Placement } from "../kubernetes/platform.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { scratch, secretFiles } from "../kubernetes/volumes.ts";
import type { Login } from "../secrets/handles.ts";
import { type Endpoint, authorityMount, connectionEnv, loginMount } from "./clients.ts";
import { PATHS, WORKLOADS } from "./names.ts";
import { restoreConfig, throwawayVolume } from "./restored.ts";
import type { Storage } from "./storage.ts";

/** What a stack decides about the drill. */
export interface DrillSettings {
  /** Often enough that its alert (8 days) means something is wrong. */
  readonly schedule: Schedule;
  /** Room for the restored database, which is thrown away afterwards. At least the size of the database's volume. */
  readonly storage: Storage;
  readonly resources: Resources;
}

/** Arguments of {@link RestoreDrill}. */
export interface RestoreDrillArgs extends DrillSettings {
  readonly placement: Placement;
  readonly issuerName: pulumi.Input<string>;
  /** Numbers of the repositories. Each is restored from: a copy that nobody ever restored is a hope. */
  readonly repositories: readonly number[];
  readonly direct: Endpoint;
  readonly login: Login;
  /** What must be there first. An argument, because the children of a component do not inherit its `dependsOn`. */
  readonly after: readonly pulumi.Resource[];
}

const SIX_HOURS = 6 * 3600;

/** Restores the newest backup by schedule, proves what came back, and measures how long it took and what was lost. */
export class RestoreDrill extends pulumi.ComponentResource {
  constructor(name: string, args: RestoreDrillArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:RestoreDrill", name, {}, opts);
    const { placement } = args;
    const workload = WORKLOADS.drill;
    const child = { parent: this };

    const tls = leafCertificate(
      `${name}-tls`,
      { placement, workload, issuerName: args.issuerName },
      child,
    );
    const config = restoreConfig(`${name}-config`, placement, workload, args.repositories, child);
    const template = jobPod(
      name,
      placement,
      workload,
      {
        containers: [
          {
            name: workload.app,
            image: placement.platform.image("postgres"),
            command: ["taskflow-drill", ...args.repositories.map(String)],
            env: {
              ...connectionEnv(args.direct),
              LOGIN_DIR: PATHS.login,
              PGDATA: PATHS.data,
              SOCKET_DIR: PATHS.sockets,
            },
            resources: args.resources,
            mounts: [
              throwawayVolume(placement, workload, args.storage),
              secretFiles("tls", tls.secretName, PATHS.tls),
              config,
              loginMount("login", args.login.secret, PATHS.login),
              authorityMount(args.direct),
              scratch("sockets", PATHS.sockets, "1Mi"),
              scratch("temporary", PATHS.temporary, "64Mi"),
            ],
          },
        ],
      },
      child,
    );
    new k8s.batch.v1.CronJob(
      name,
      cronJobArgs(
        placement,
        workload,
        // A pod that is kept keeps its volume.
        { ...args.schedule, kept: 1 },
        template,
        SIX_HOURS,
        ["db.10", "month.5"],
      ),
      { parent: this, dependsOn: [tls.certificate, ...args.after] },
    );
    this.registerOutputs({});
  }
}
