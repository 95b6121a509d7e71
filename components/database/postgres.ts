import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { leafCertificate } from "../certificates/index.ts";
import { decides } from "../kubernetes/checklist.ts";
import { configMap } from "../kubernetes/config-map.ts";
import { disruptionBudget } from "../kubernetes/disruption-budget.ts";
import { labels, selector } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { pod } from "../kubernetes/pod.ts";
import { bytes } from "../kubernetes/quantity.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { serviceAccount } from "../kubernetes/service-account.ts";
import { claimTemplate, configFiles, scratch, secretFiles } from "../kubernetes/volumes.ts";
import type { Login } from "../secrets/handles.ts";
import { bootstrapSql } from "./bootstrap-sql.ts";
import { loginMount } from "./clients.ts";
import type { MemorySettings } from "./memory.ts";
import { DATABASE, PATHS, PORTS, WORKLOADS } from "./names.ts";
import { pgHba } from "./pg-hba.ts";
import { CLUSTER_LISTEN, clusterLink, databaseHostConf } from "./pgbackrest-conf.ts";
import { pgbackrestServer } from "./pgbackrest-server.ts";
import { alive, ready, starting } from "./postgres-probes.ts";
import { postgresqlConf } from "./postgresql-conf.ts";
import { type Storage, retainedClaim } from "./storage.ts";
import { maxWalSize } from "./wal.ts";

/** What a stack decides about the server. */
export interface PostgresSettings {
  /** Volume of the database. Losing it costs what was not archived yet: see `archiveTimeoutSeconds`. */
  readonly storage: Storage;
  /** Memory settings follow from the memory limit. */
  readonly resources: Resources;
  /** Default: one connection for each 10 MiB of the memory limit, between 50 and 400. */
  readonly maxConnections?: number;
  /** Seconds after which unarchived writes are archived, so the recovery point objective. Default: 300. */
  readonly archiveTimeoutSeconds?: number;
}

/** Arguments of {@link Postgres}. */
export interface PostgresArgs extends PostgresSettings {
  readonly placement: Placement;
  readonly issuerName: pulumi.Input<string>;
  readonly owner: Login;
  readonly memory: MemorySettings;
  /** Numbers of the repositories that the log is archived to. */
  readonly repositories: readonly number[];
  /** What must be there first. An argument, because the children of a component do not inherit its `dependsOn`. */
  readonly after: readonly pulumi.Resource[];
  /** Whether `destroy` and replacement refuse it. */
  readonly protect: boolean;
}

/** The sidecar compresses what a backup reads. */
const SIDECAR: Resources = {
  cpu: { request: "50m", limit: "1" },
  memory: { request: "64Mi", limit: "256Mi" },
  ephemeralStorage: { request: "32Mi", limit: "128Mi" },
};

/** Seconds that sessions get to end by themselves before they are ended, and the server to write everything out. */
const GRACE = 180;

/** One PostgreSQL server on a retained volume. There is no failover: see the restore drill for what recovery takes. */
export class Postgres extends pulumi.ComponentResource {
  readonly host = WORKLOADS.postgres.app;
  readonly caSecretName: pulumi.Output<string>;
  readonly statefulSet: k8s.apps.v1.StatefulSet;

  constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:Postgres", name, {}, opts);
    const { placement } = args;
    const { platform, namespace } = placement;
    const workload = WORKLOADS.postgres;
    const child = { parent: this };
    const metadata = { name: workload.app, namespace, labels: labels(platform, workload) };

    const account = serviceAccount(name, placement, workload, child);
    const tls = leafCertificate(
      `${name}-tls`,
      { placement, workload, issuerName: args.issuerName, services: [workload.app] },
      child,
    );
    const config = configMap(
      `${name}-config`,
      placement,
      workload,
      {
        "postgresql.conf": postgresqlConf({
          memory: args.memory,
          timeZone: platform.timeZone,
          maxWalSize: maxWalSize(bytes(args.storage.size)),
          archiveTimeoutSeconds: args.archiveTimeoutSeconds ?? 300,
          paths: PATHS,
        }),
        "pg_hba.conf": pgHba(),
        "bootstrap.sql": bootstrapSql(),
      },
      child,
      ["db.6", "db.8"],
    );
    const backups = configMap(
      `${name}-pgbackrest`,
      placement,
      workload,
      {
        "pgbackrest.conf": databaseHostConf({
          link: clusterLink("database"),
          live: { listen: CLUSTER_LISTEN, spool: PATHS.spool },
          repositories: args.repositories,
          data: PATHS.data,
          sockets: PATHS.sockets,
          databasePort: PORTS.postgres,
          locks: `${PATHS.temporary}/pgbackrest`,
        }),
      },
      child,
    );
    const service = new k8s.core.v1.Service(
      name,
      {
        metadata,
        spec: {
          clusterIP: "None",
          selector: selector(workload),
          ports: [
            { name: "postgres", port: PORTS.postgres, targetPort: "postgres" },
            { name: "pgbackrest", port: PORTS.repository, targetPort: "pgbackrest" },
          ],
        },
      },
      child,
    );

    const shared = [
      scratch("sockets", PATHS.sockets, "1Mi"),
      secretFiles("tls", tls.secretName, PATHS.tls),
      configFiles("pgbackrest", backups.metadata.name, PATHS.pgbackrest),
    ];
    this.statefulSet = new k8s.apps.v1.StatefulSet(
      name,
      {
        metadata: { ...metadata, annotations: decides("infra.10", "step4.4") },
        spec: {
          serviceName: service.metadata.name,
          replicas: 1,
          podManagementPolicy: "OrderedReady",
          revisionHistoryLimit: 5,
          selector: { matchLabels: selector(workload) },
          ...retainedClaim("data", args.storage, labels(platform, workload)),
          template: pod({
            placement,
            workload,
            serviceAccountName: account.metadata.name,
            terminationGracePeriodSeconds: GRACE,
            containers: [
              {
                name: "postgres",
                image: platform.image("postgres"),
                command: ["taskflow-postgres"],
                env: {
                  PGDATA: PATHS.data,
                  PGHOST: PATHS.sockets,
                  CONFIG_DIR: PATHS.config,
                  TLS_DIR: PATHS.tls,
                  OWNER_DIR: PATHS.owner,
                },
                ports: { postgres: PORTS.postgres },
                resources: args.resources,
                probes: { startup: starting(), readiness: ready(), liveness: alive() },
                mounts: [
                  claimTemplate("data", PATHS.volume),
                  configFiles("config", config.metadata.name, PATHS.config),
                  loginMount("owner", args.owner.secret, PATHS.owner),
                  ...shared,
                  scratch("spool", PATHS.spool, "256Mi"),
                  scratch("temporary", PATHS.temporary, "64Mi"),
                  // Parallel queries exchange rows here; the runtime's own 64 MiB are too few.
                  scratch("shared-memory", "/dev/shm", `${args.memory.sharedBuffers}Mi`, {
                    memory: true,
                  }),
                ],
              },
              pgbackrestServer(placement, {
                resources: SIDECAR,
                mounts: [
                  { ...claimTemplate("data", PATHS.volume), readOnly: true },
                  ...shared,
                  scratch("sidecar-temporary", PATHS.temporary, "64Mi"),
                  scratch("sidecar-spool", PATHS.spool, "16Mi"),
                ],
              }),
            ],
          }),
        },
      },
      { ...child, protect: args.protect, dependsOn: [tls.certificate, ...args.after] },
    );
    disruptionBudget(name, placement, workload, child);

    this.caSecretName = tls.secretName;
    this.registerOutputs({ host: this.host, database: DATABASE });
  }
}
