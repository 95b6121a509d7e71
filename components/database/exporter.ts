import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import { configMap } from "../kubernetes/config-map.ts";
import { disruptionBudget } from "../kubernetes/disruption-budget.ts";
import { labels, selector } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { httpProbe, pod } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { PROGRESS_DEADLINE_SECONDS, rolloutTimeouts } from "../kubernetes/rollout.ts";
import { serviceAccount } from "../kubernetes/service-account.ts";
import { configFiles } from "../kubernetes/volumes.ts";
import type { Login } from "../secrets/handles.ts";
import { type Endpoint, authorityMount, loginMount } from "./clients.ts";
import { exporterQueries } from "./exporter-queries.ts";
import { PATHS, PORTS, WORKLOADS } from "./names.ts";

/** Arguments of {@link PostgresExporter}. */
export interface PostgresExporterArgs {
  readonly placement: Placement;
  readonly kind: "bundled" | "external";
  readonly direct: Endpoint;
  readonly login: Login;
  readonly resources: Resources;
  /** What must be there first. An argument, because the children of a component do not inherit its `dependsOn`. */
  readonly after: readonly pulumi.Resource[];
}

/** Metrics of the server, and of the backups, drills and rotations that leave their records in it. */
export class PostgresExporter extends pulumi.ComponentResource {
  constructor(name: string, args: PostgresExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:PostgresExporter", name, {}, opts);
    const { placement, direct } = args;
    const { platform, namespace } = placement;
    const workload = WORKLOADS.exporter;
    const child = { parent: this };

    const account = serviceAccount(name, placement, workload, child);
    const config = configMap(
      `${name}-config`,
      placement,
      workload,
      { "queries.yaml": exporterQueries(args.kind) },
      child,
    );
    new k8s.apps.v1.Deployment(
      name,
      {
        metadata: {
          name: workload.app,
          namespace,
          labels: labels(platform, workload),
          annotations: decides("mon.9"),
        },
        spec: {
          replicas: 1,
          selector: { matchLabels: selector(workload) },
          progressDeadlineSeconds: PROGRESS_DEADLINE_SECONDS,
          revisionHistoryLimit: 5,
          // Two at once would count everything twice.
          strategy: { type: "Recreate" },
          template: pod({
            placement,
            workload,
            serviceAccountName: account.metadata.name,
            metrics: { port: PORTS.exporter },
            containers: [
              {
                name: workload.app,
                image: platform.image("postgres-exporter"),
                args: [
                  `--web.listen-address=:${PORTS.exporter}`,
                  `--extend.query-path=${PATHS.config}/queries.yaml`,
                  // Off by default, and the only warning before the server stops to prevent a wraparound.
                  "--collector.database_wraparound",
                ],
                env: {
                  DATA_SOURCE_URI: pulumi.interpolate`${direct.host}:${direct.port}/${direct.database}?sslmode=verify-full&sslrootcert=${PATHS.serverCa}/${direct.ca.key}`,
                  DATA_SOURCE_USER_FILE: `${PATHS.login}/username`,
                  DATA_SOURCE_PASS_FILE: `${PATHS.login}/password`,
                },
                ports: { metrics: PORTS.exporter },
                resources: args.resources,
                probes: {
                  startup: httpProbe("/", PORTS.exporter, {
                    periodSeconds: 2,
                    failureThreshold: 30,
                  }),
                  readiness: httpProbe("/", PORTS.exporter),
                  liveness: { tcpSocket: { port: "metrics" }, periodSeconds: 20 },
                },
                mounts: [
                  configFiles("config", config.metadata.name, PATHS.config),
                  loginMount("login", args.login.secret, PATHS.login),
                  authorityMount(direct),
                ],
              },
            ],
          }),
        },
      },
      { ...child, dependsOn: [...args.after], customTimeouts: rolloutTimeouts(1) },
    );
    disruptionBudget(name, placement, workload, child);
    this.registerOutputs({});
  }
}
