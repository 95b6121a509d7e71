import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { leafCertificate } from "../certificates/index.ts";
import { childOptions } from "../kubernetes/child-options.ts";
import { jobPod, onDemandArgs } from "../kubernetes/job.ts";
import type { Placement } from "../kubernetes/platform.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { type Mount, scratch, secretFiles } from "../kubernetes/volumes.ts";
import type { Login } from "../secrets/handles.ts";
import { type Endpoint, authorityMount, connectionEnv, loginMount } from "./clients.ts";
import { PATHS, RESTORE_VARIABLE, WORKLOADS } from "./names.ts";
import { restoreConfig, throwawayVolume } from "./restored.ts";
import type { Storage } from "./storage.ts";

/** What a restore reads. */
export interface RestoreSource {
  /** Has the logical copies. */
  readonly volume: Mount;
  /** Where a pod must run to mount it. Default: anywhere. */
  readonly spec?: Partial<types.input.core.v1.PodSpec>;
  /** Numbers of the repositories with backups of the server's files. None: only a logical copy can be restored. */
  readonly repositories: readonly number[];
}

/** Arguments of {@link Restore}. */
export interface RestoreArgs {
  readonly placement: Placement;
  readonly issuerName: pulumi.Input<string>;
  readonly direct: Endpoint;
  /** Owns what is restored. */
  readonly login: Login;
  readonly source: RestoreSource;
  /** Room for the restored server and a copy of its data. At least the size of the database's volume. */
  readonly storage: Storage;
  readonly resources: Resources;
}

const SIX_HOURS = 6 * 3600;

/**
 * Template of the Job that makes the application's data what they were: in a logical copy, in a backup, or at an instant.
 * What is older than a copy is restored into a server that is thrown away, and taken from there: the live one goes on,
 * and keeps its logins, its roles and the records of its backups.
 */
export class Restore extends pulumi.ComponentResource {
  readonly cronJob: k8s.batch.v1.CronJob;

  constructor(name: string, args: RestoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:Restore", name, {}, opts);
    const { placement, source, direct } = args;
    const workload = WORKLOADS.restore;
    const child = childOptions(this, opts);

    const template = jobPod(
      name,
      placement,
      workload,
      {
        containers: [
          {
            name: workload.app,
            image: placement.platform.image("postgres"),
            command: ["taskflow-restore", PATHS.copies],
            env: {
              ...connectionEnv(direct),
              [RESTORE_VARIABLE]: "",
              LOGIN_DIR: PATHS.login,
              PGDATA: PATHS.data,
              SOCKET_DIR: PATHS.sockets,
              // What is unpacked is as large as the database.
              TMPDIR: PATHS.volume,
            },
            resources: args.resources,
            mounts: [
              throwawayVolume(placement, workload, args.storage),
              { ...source.volume, readOnly: true },
              loginMount("login", args.login.secret, PATHS.login),
              authorityMount(direct),
              scratch("sockets", PATHS.sockets, "1Mi"),
              scratch("temporary", PATHS.temporary, "64Mi"),
              ...this.backups(name, args, child),
            ],
          },
        ],
        ...(source.spec && { spec: source.spec }),
      },
      child,
    );
    this.cronJob = new k8s.batch.v1.CronJob(
      name,
      onDemandArgs(placement, workload, template, SIX_HOURS),
      child,
    );
    this.registerOutputs({ cronJob: this.cronJob.metadata.name });
  }

  /** How to get backups of the server's files. */
  private backups(
    name: string,
    { placement, issuerName, source }: RestoreArgs,
    child: pulumi.CustomResourceOptions,
  ): Mount[] {
    if (source.repositories.length === 0) return [];
    const workload = WORKLOADS.restore;
    const tls = leafCertificate(`${name}-tls`, { placement, workload, issuerName }, child);
    return [
      secretFiles("tls", tls.secretName, PATHS.tls),
      restoreConfig(`${name}-config`, placement, workload, source.repositories, child),
    ];
  }
}
