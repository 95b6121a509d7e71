import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Schedule, cronJobArgs, jobArgs, jobPod } from "../kubernetes/job.ts";
import type { Workload } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import type { ContainerArgs } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import type { Login } from "../secrets/handles.ts";
import { type Endpoint, authorityMount, connectionEnv, loginMount } from "./clients.ts";
import { PATHS, WORKLOADS } from "./names.ts";
import { BESIDE_REPOSITORY, type BackupRepository } from "./repository.ts";

/** Arguments of {@link Backups}. */
export interface BackupsArgs {
  readonly placement: Placement;
  readonly repository: BackupRepository;
  /** Numbers of the repositories, each of which gets its own backups. */
  readonly repositories: readonly number[];
  /** Everything from nothing, as seldom as retention and restore time allow. */
  readonly full: Schedule;
  /** What changed since the last one. */
  readonly incremental: Schedule;
  /** Of each run. */
  readonly resources: Resources;
  readonly direct: Endpoint;
  readonly login: Login;
  /** What must be there first. An argument, because the children of a component do not inherit its `dependsOn`. */
  readonly after: readonly pulumi.Resource[];
}

const SIX_HOURS = 6 * 3600;

/** The stanza, and the backups in it by schedule. */
export class Backups extends pulumi.ComponentResource {
  /** Template of a backup of what has changed. */
  readonly incremental: k8s.batch.v1.CronJob;
  /** Succeeded when the log of a live server arrives in every repository. */
  readonly stanza: k8s.batch.v1.Job;

  constructor(name: string, args: BackupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:Backups", name, {}, opts);
    const { placement, repository } = args;

    this.stanza = new k8s.batch.v1.Job(
      `${name}-stanza`,
      jobArgs(
        placement,
        WORKLOADS.stanza,
        this.onRepositoryHost(`${name}-stanza`, args, WORKLOADS.stanza, {
          command: ["taskflow-stanza"],
          mounts: repository.mounts,
          env: repository.env,
        }),
        900,
      ),
      { parent: this, dependsOn: [...args.after] },
    );
    this.scheduled(name, args, "full", WORKLOADS.fullBackup, args.full);
    this.incremental = this.scheduled(
      name,
      args,
      "incr",
      WORKLOADS.incrementalBackup,
      args.incremental,
    );
    this.registerOutputs({});
  }

  private scheduled(
    name: string,
    args: BackupsArgs,
    kind: "full" | "incr",
    workload: Workload,
    schedule: Schedule,
  ): k8s.batch.v1.CronJob {
    const { placement, repository } = args;
    return new k8s.batch.v1.CronJob(
      `${name}-${kind}`,
      cronJobArgs(
        placement,
        workload,
        schedule,
        this.onRepositoryHost(`${name}-${kind}`, args, workload, {
          command: ["taskflow-backup", kind, ...args.repositories.map(String)],
          mounts: [
            ...repository.mounts,
            loginMount("login", args.login.secret, PATHS.login),
            authorityMount(args.direct),
          ],
          env: { ...repository.env, ...connectionEnv(args.direct), LOGIN_DIR: PATHS.login },
        }),
        SIX_HOURS,
        ["db.9", "post-backup.2"],
      ),
      { parent: this, dependsOn: this.stanza },
    );
  }

  /**
   * pgBackRest runs a backup only on the host that has the repository; its TLS server does not start one for a
   * client. So the run mounts that host's claim, next to it on the same node, which needs no right to enter pods.
   */
  private onRepositoryHost(
    name: string,
    args: BackupsArgs,
    workload: Workload,
    container: Pick<ContainerArgs, "command" | "mounts" | "env">,
  ): types.input.core.v1.PodTemplateSpec {
    const { placement } = args;
    return jobPod(
      name,
      placement,
      workload,
      {
        containers: [
          {
            name: workload.app,
            image: placement.platform.image("postgres"),
            resources: args.resources,
            ...container,
          },
        ],
        spec: BESIDE_REPOSITORY,
      },
      { parent: this },
    );
  }
}
