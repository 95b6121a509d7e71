import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { TLS_FILES, leafCertificate } from "../certificates/index.ts";
import { jobPod, onDemandArgs } from "../kubernetes/job.ts";
import { type ContainerArgs, execProbe } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { type Mount, scratch, secretFiles } from "../kubernetes/volumes.ts";
import { loginMount } from "./clients.ts";
import { type MigrationArgs, migrationContainers } from "./migration.ts";
import { CONTAINERS, PATHS, PORTS, WORKLOADS } from "./names.ts";
import { restoreConfig, throwawayVolume } from "./restored.ts";
import type { Storage } from "./storage.ts";

/** What the newest state of the database is restored from. */
export type RehearsalSource =
  | {
      readonly kind: "physical";
      /** The one that is needed when all else is lost: what comes from there is verified file by file. */
      readonly repository: number;
    }
  | {
      readonly kind: "logical";
      readonly volume: Mount;
    };

/** Arguments of {@link Rehearsal}. */
export interface RehearsalArgs extends Omit<MigrationArgs, "direct"> {
  readonly issuerName: pulumi.Input<string>;
  readonly source: RehearsalSource;
  /** Name of the database. */
  readonly database: string;
  /** Room for the restored database, which is thrown away afterwards. At least the size of the database's volume. */
  readonly storage: Storage;
  /** Of the restored server. */
  readonly serverResources: Resources;
  /** What must be there first. An argument, because the children of a component do not inherit its `dependsOn`. */
  readonly after: readonly pulumi.Resource[];
}

const SIX_HOURS = 6 * 3600;

/** Seconds between two questions whether the database is restored. */
const PERIOD = 5;

/** Template of the Job that restores the newest backup and migrates that, before the live database is touched. */
export class Rehearsal extends pulumi.ComponentResource {
  readonly cronJob: k8s.batch.v1.CronJob;

  constructor(name: string, args: RehearsalArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:Rehearsal", name, {}, opts);
    const { placement, issuerName } = args;
    const workload = WORKLOADS.rehearsal;
    const child = { parent: this };

    const tls = leafCertificate(`${name}-tls`, { placement, workload, issuerName }, child);
    const { initContainers, containers } = migrationContainers({
      ...args,
      direct: {
        host: workload.app,
        port: PORTS.postgres,
        database: args.database,
        ca: { secretName: tls.secretName, key: TLS_FILES.ca },
      },
    });
    const template = jobPod(
      name,
      placement,
      workload,
      {
        initContainers: [this.server(name, args, tls.secretName), ...initContainers],
        containers,
        spec: ONE_HOST,
      },
      child,
    );
    this.cronJob = new k8s.batch.v1.CronJob(
      name,
      onDemandArgs(placement, workload, template, SIX_HOURS),
      { ...child, dependsOn: [tls.certificate, ...args.after] },
    );
    this.registerOutputs({ cronJob: this.cronJob.metadata.name });
  }

  private server(
    name: string,
    args: RehearsalArgs,
    tlsSecret: pulumi.Output<string>,
  ): ContainerArgs {
    const { placement, source } = args;
    return {
      name: CONTAINERS.throwaway,
      image: placement.platform.image("postgres"),
      command: [
        "taskflow-throwaway",
        ...(source.kind === "physical"
          ? ["physical", String(source.repository)]
          : ["logical", PATHS.copies]),
      ],
      restartPolicy: "Always",
      probes: {
        startup: execProbe(["test", "-e", `${PATHS.sockets}/settled`], {
          periodSeconds: PERIOD,
          // As long as the Job may take: it says itself when it cannot be restored.
          failureThreshold: SIX_HOURS / PERIOD,
        }),
      },
      env: {
        PGDATA: PATHS.data,
        PGDATABASE: args.database,
        SOCKET_DIR: PATHS.sockets,
        TLS_DIR: PATHS.tls,
        LOGIN_DIR: PATHS.login,
      },
      resources: args.serverResources,
      mounts: [
        throwawayVolume(placement, WORKLOADS.rehearsal, args.storage),
        secretFiles("tls", tlsSecret, PATHS.tls),
        loginMount("login", args.login.secret, PATHS.login),
        scratch("sockets", PATHS.sockets, "1Mi"),
        scratch("server-temporary", PATHS.temporary, "64Mi"),
        this.backups(name, args),
      ],
    };
  }

  /** Where the backups are, or how to get them. */
  private backups(name: string, { placement, source }: RehearsalArgs): Mount {
    if (source.kind === "logical") return { ...source.volume, readOnly: true };
    return restoreConfig(`${name}-config`, placement, WORKLOADS.rehearsal, [source.repository], {
      parent: this,
    });
  }
}

/** The name that the server's certificate has leads to the pod itself: it is nobody's Service. */
const ONE_HOST: Partial<types.input.core.v1.PodSpec> = {
  hostAliases: [{ ip: "127.0.0.1", hostnames: [WORKLOADS.rehearsal.app] }],
};
