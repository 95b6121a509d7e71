import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { TLS_FILES, leafCertificate, leafSecretName } from "../certificates/index.ts";
import { decides } from "../kubernetes/checklist.ts";
import { configMap } from "../kubernetes/config-map.ts";
import { disruptionBudget } from "../kubernetes/disruption-budget.ts";
import { labels, selector } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { type ContainerArgs, execProbe, httpProbe, pod } from "../kubernetes/pod.ts";
import type { Resources } from "../kubernetes/resources.ts";
import { PROGRESS_DEADLINE_SECONDS, rolloutTimeouts } from "../kubernetes/rollout.ts";
import { serviceAccount } from "../kubernetes/service-account.ts";
import { configFiles, scratch, secretFiles } from "../kubernetes/volumes.ts";
import type { Login } from "../secrets/handles.ts";
import { type Endpoint, authorityMount, loginMount } from "./clients.ts";
import { DATABASE, PORTS, WORKLOADS } from "./names.ts";
import { adminQuery, pgbouncerIni } from "./pgbouncer-ini.ts";
import { type PoolSizes, poolProblems } from "./pools.ts";

/** What a stack decides about the pooler. */
export interface PoolerSettings {
  readonly sizes: PoolSizes;
  readonly resources: Resources;
}

/** Arguments of {@link Pooler}. */
export interface PoolerArgs extends PoolerSettings {
  readonly placement: Placement;
  readonly issuerName: pulumi.Input<string>;
  readonly server: Endpoint;
  /** What must be there first. An argument, because the children of a component do not inherit its `dependsOn`. */
  readonly after: readonly pulumi.Resource[];
  /** Connections that the server allows in all. */
  readonly maxConnections: number;
  /**
   * `lookup`: this login asks the server for the verifiers of the others, so that a rotation needs no new pooler.
   * `listed`: these logins and no others, for servers that keep verifiers to themselves.
   */
  readonly users:
    | { readonly kind: "lookup"; readonly login: Login }
    | { readonly kind: "listed"; readonly logins: readonly Login[] };
}

const FILES = {
  config: "/etc/taskflow/pgbouncer",
  tls: "/etc/taskflow/tls",
  logins: "/etc/taskflow/logins",
  serverCa: "/etc/taskflow/server-ca",
  sockets: "/run/pgbouncer",
  users: "/run/pgbouncer/users.txt",
};

/** The endpoint, by the names that it has as soon as it is there. */
export const POOLED: Endpoint = {
  host: WORKLOADS.pooler.app,
  port: PORTS.postgres,
  database: DATABASE,
  ca: { secretName: leafSecretName(WORKLOADS.pooler), key: TLS_FILES.ca },
};

/** Seconds in which the endpoints forget the pod, and running transactions end. */
const DRAIN = 10;
const GRACE = 60;

/** Poolers that share few server connections among many clients. */
export class Pooler extends pulumi.ComponentResource {
  readonly endpoint: Endpoint;
  readonly deployment: k8s.apps.v1.Deployment;

  constructor(name: string, args: PoolerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:Pooler", name, {}, opts);
    const problems = poolProblems(args.sizes, args.maxConnections);
    if (problems.length > 0) throw new pulumi.ResourceError(problems.join("\n"), this, true);

    const { placement, users } = args;
    const { platform, namespace } = placement;
    const workload = WORKLOADS.pooler;
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
        "pgbouncer.ini": pgbouncerIni({
          server: args.server,
          database: DATABASE,
          sizes: args.sizes,
          ...(users.kind === "lookup" && { lookup: users.login.username }),
          port: PORTS.pooler,
          paths: { ...FILES, serverCa: `${FILES.serverCa}/${args.server.ca.key}` },
        }),
      },
      child,
    );
    const service = new k8s.core.v1.Service(
      name,
      {
        metadata,
        spec: {
          type: "ClusterIP",
          selector: selector(workload),
          ports: [{ name: "postgres", port: PORTS.postgres, targetPort: "postgres" }],
        },
      },
      child,
    );

    const sockets = scratch("sockets", FILES.sockets, "1Mi", { memory: true });
    const known = users.kind === "lookup" ? [users.login] : users.logins;
    this.deployment = new k8s.apps.v1.Deployment(
      name,
      {
        metadata: { ...metadata, annotations: decides("db.4") },
        spec: {
          replicas: args.sizes.replicas,
          selector: { matchLabels: selector(workload) },
          minReadySeconds: 5,
          progressDeadlineSeconds: PROGRESS_DEADLINE_SECONDS,
          revisionHistoryLimit: 5,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          template: pod({
            placement,
            workload,
            serviceAccountName: account.metadata.name,
            terminationGracePeriodSeconds: GRACE,
            metrics: { port: PORTS.poolerMetrics },
            containers: [
              {
                name: workload.app,
                image: platform.image("pgbouncer"),
                command: ["taskflow-pooler", `${FILES.config}/pgbouncer.ini`],
                env: { TLS_DIR: FILES.tls, LOGINS_DIR: FILES.logins, USERS_FILE: FILES.users },
                ports: { postgres: PORTS.pooler },
                resources: args.resources,
                drainSeconds: DRAIN,
                probes: {
                  startup: { tcpSocket: { port: "postgres" }, periodSeconds: 2 },
                  readiness: { tcpSocket: { port: "postgres" }, periodSeconds: 5 },
                  liveness: execProbe(adminQuery(FILES.sockets, PORTS.pooler), {
                    periodSeconds: 20,
                  }),
                },
                mounts: [
                  configFiles("config", config.metadata.name, FILES.config),
                  secretFiles("tls", tls.secretName, FILES.tls),
                  ...known.map((login, index) =>
                    loginMount(`login-${index}`, login.secret, `${FILES.logins}/${index}`),
                  ),
                  { ...authorityMount(args.server), path: FILES.serverCa },
                  sockets,
                ],
              },
              metricsContainer(placement, sockets),
            ],
          }),
        },
      },
      // The Service first: whoever waits for the pods finds them by its name.
      {
        ...child,
        dependsOn: [service, tls.certificate, ...args.after],
        customTimeouts: rolloutTimeouts(args.sizes.replicas),
      },
    );
    disruptionBudget(name, placement, workload, child);

    this.endpoint = { ...POOLED, ca: { ...POOLED.ca, secretName: tls.secretName } };
    this.registerOutputs({ host: this.endpoint.host });
  }
}

/** Reads statistics over the socket, where PgBouncer trusts its own user: it needs no password. */
function metricsContainer(
  { platform }: Placement,
  sockets: NonNullable<ContainerArgs["mounts"]>[number],
): ContainerArgs {
  const connection = new URLSearchParams({
    host: FILES.sockets,
    port: String(PORTS.pooler),
    sslmode: "disable",
  });
  return {
    name: "metrics",
    image: platform.image("pgbouncer-exporter"),
    args: [
      `--web.listen-address=:${PORTS.poolerMetrics}`,
      `--pgBouncer.connectionString=postgres://pgbouncer@/pgbouncer?${connection.toString()}`,
    ],
    ports: { metrics: PORTS.poolerMetrics },
    resources: {
      cpu: { request: "10m", limit: "100m" },
      memory: { request: "16Mi", limit: "64Mi" },
      ephemeralStorage: { request: "8Mi", limit: "32Mi" },
    },
    probes: {
      startup: httpProbe("/", PORTS.poolerMetrics, { periodSeconds: 2, failureThreshold: 30 }),
      readiness: httpProbe("/", PORTS.poolerMetrics),
      liveness: { tcpSocket: { port: "metrics" }, periodSeconds: 20 },
    },
    mounts: [sockets],
  };
}
