import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { jobPod, onDemandArgs } from "../kubernetes/job.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { type ContainerArgs, execProbe } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { scratch } from "../kubernetes/volumes.ts";
import type { Login } from "../secrets/handles.ts";
import {
  type Endpoint,
  type SessionLimits,
  authorityMount,
  connectionEnv,
  loginMount,
  sessionOptions,
} from "./clients.ts";
import { CONTAINERS, PATHS, WORKLOADS } from "./names.ts";

/** What a stack decides about migrations. */
export interface MigrationSettings {
  /** Of the release, by digest. It has `npm run migrate:up`. */
  readonly image: string;
  readonly resources: Resources;
  readonly limits: SessionLimits;
}

/** Arguments of {@link Migration}. */
export interface MigrationArgs extends MigrationSettings {
  readonly placement: Placement;
  readonly direct: Endpoint;
  readonly login: Login;
}

const ONE_HOUR = 3600;

/** Template of the Job that migrates the database: nothing runs before a gate of the release makes one of it. */
export class Migration extends pulumi.ComponentResource {
  readonly cronJob: k8s.batch.v1.CronJob;

  constructor(name: string, args: MigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:Migration", name, {}, opts);
    const { placement } = args;
    const workload = WORKLOADS.migration;
    const child = childOptions(this, opts);

    const template = jobPod(
      name,
      placement,
      workload,
      {
        ...migrationContainers(args),
      },
      child,
    );
    this.cronJob = new k8s.batch.v1.CronJob(
      name,
      onDemandArgs(placement, workload, template, ONE_HOUR),
      child,
    );
    this.registerOutputs({ cronJob: this.cronJob.metadata.name });
  }
}

/** What a pod consists of that migrates a database: the application's migrations, which begin under a lock. */
export function migrationContainers(args: MigrationArgs): {
  readonly initContainers: readonly ContainerArgs[];
  readonly containers: readonly ContainerArgs[];
} {
  const { placement, direct, login, limits } = args;
  const image = placement.platform.image("postgres");
  const client = [loginMount("login", login.secret, PATHS.login), authorityMount(direct)];
  const env = {
    ...connectionEnv(direct),
    LOGIN_DIR: PATHS.login,
    PGOPTIONS: sessionOptions(limits),
  };
  const told = scratch("guard", PATHS.guard, "1Mi");
  return {
    initContainers: [
      {
        name: CONTAINERS.guard,
        image,
        command: ["taskflow-migration-guard"],
        // It sees the schema before and after, so it must outlive the migrations.
        restartPolicy: "Always",
        probes: {
          startup: execProbe(["test", "-e", `${PATHS.guard}/decided`], {
            periodSeconds: 1,
            // It waits a minute for the server.
            failureThreshold: 120,
          }),
        },
        env: { ...env, RUN_DIR: PATHS.guard },
        resources: SMALL,
        mounts: [...client, told, scratch("guard-temporary", PATHS.temporary, "1Mi")],
      },
      {
        // A sidecar cannot fail its pod.
        name: "held",
        image,
        command: ["test", "-e", `${PATHS.guard}/held`],
        resources: SMALL,
        mounts: [{ ...told, readOnly: true }],
      },
    ],
    containers: [
      {
        name: CONTAINERS.migrations,
        image: args.image,
        command: ["npm", "run", "migrate:up"],
        env: {
          ...env,
          NODE_ENV: "production",
          RELEASE: placement.platform.version,
          PGUSER: login.username,
          npm_config_cache: `${PATHS.temporary}/npm`,
          npm_config_update_notifier: "false",
        },
        resources: args.resources,
        mounts: [...client, scratch("temporary", PATHS.temporary, "64Mi")],
      },
    ],
  };
}

const SMALL: Resources = {
  cpu: { request: "10m", limit: "200m" },
  memory: { request: "32Mi", limit: "128Mi" },
  ephemeralStorage: { request: "16Mi", limit: "64Mi" },
};
