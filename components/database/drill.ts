import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { leafCertificate } from "../certificates/index.ts";
import { configMap } from "../kubernetes/config-map.ts";
import { labels } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { pod } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { serviceAccount } from "../kubernetes/service-account.ts";
import { configFiles, scratch, secretFiles } from "../kubernetes/volumes.ts";
import type { Login } from "../secrets/handles.ts";
import { type Endpoint, authorityMount, connectionEnv, loginMount } from "./clients.ts";
import { type Schedule, cronJobArgs } from "./job.ts";
import { PATHS, PORTS, WORKLOADS } from "./names.ts";
import { clusterLink, databaseHostConf } from "./pgbackrest-conf.ts";
import { type Storage, claimSpec } from "./storage.ts";

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

    const account = serviceAccount(name, placement, workload, child);
    const tls = leafCertificate(
      `${name}-tls`,
      { placement, workload, issuerName: args.issuerName },
      child,
    );
    const config = configMap(
      `${name}-config`,
      placement,
      workload,
      {
        "pgbackrest.conf": databaseHostConf({
          link: clusterLink("database"),
          repositories: args.repositories,
          data: PATHS.data,
          sockets: PATHS.sockets,
          databasePort: PORTS.postgres,
          locks: `${PATHS.temporary}/pgbackrest`,
        }),
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
        pod({
          placement,
          workload,
          serviceAccountName: account.metadata.name,
          restartPolicy: "Never",
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
                {
                  volume: {
                    name: "throwaway",
                    ephemeral: {
                      volumeClaimTemplate: {
                        metadata: { labels: labels(placement.platform, workload) },
                        spec: claimSpec(args.storage),
                      },
                    },
                  },
                  path: PATHS.volume,
                  readOnly: false,
                },
                secretFiles("tls", tls.secretName, PATHS.tls),
                configFiles("pgbackrest", config.metadata.name, PATHS.pgbackrest),
                loginMount("login", args.login.secret, PATHS.login),
                authorityMount(args.direct),
                scratch("sockets", PATHS.sockets, "1Mi"),
                scratch("temporary", PATHS.temporary, "64Mi"),
              ],
            },
          ],
        }),
        SIX_HOURS,
        ["db.10", "month.5"],
      ),
      { parent: this, dependsOn: [tls.certificate, ...args.after] },
    );
    this.registerOutputs({});
  }
}
