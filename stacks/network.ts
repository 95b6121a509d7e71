import type {
  AddressEnd,
  Edge,
  End,
  ForeignEnd,
  WorkloadEnd,
} from "../components/network/edges.ts";
import { workloadsOf } from "../components/network/policies.ts";
import type { Settings } from "../infra/config/schema/index.ts";

const application = (app: string): WorkloadEnd => ({ namespace: "application", app });
const monitoring = (app: string): WorkloadEnd => ({ namespace: "monitoring", app });
const issuing = (app: string): WorkloadEnd => ({ namespace: "certManager", app });
const agents = (app: string): WorkloadEnd => ({ namespace: "agents", app });

/**
 * Every connection that may be opened, one row each: what has no row is closed. The order is that of the traffic,
 * from the visitor to the disk.
 */
export function edges(settings: Settings): Edge[] {
  const rows = [
    ...edgeRows(settings),
    ...backendRows(settings),
    ...databaseRows(settings),
    ...k6Rows(settings),
    ...certManagerRows(settings),
    ...monitoringRows(settings),
  ];
  return [...rows, ...nameLookups(rows, settings)];
}

/** Workloads that no connection begins or ends at: what they need is on their volumes. */
export function alone({ database }: Settings): WorkloadEnd[] {
  return [
    application("release-archive"),
    ...(database.type === "external" ? [application("migration-rehearsal")] : []),
  ];
}

/** From the ingress controller, which alone faces the internet. */
function edgeRows(settings: Settings): Edge[] {
  const { tls } = settings;
  const controller = controllerOf(settings);
  const proof =
    tls.issuer.type === "acme" && tls.issuer.challenge.type === "http01"
      ? [row(controller, application("acme-solver"), 8089, "proves control of the host")]
      : [];
  const dashboards = grafanaHost(settings)
    ? [
        row(controller, monitoring("grafana"), 3000, "dashboards"),
        // The Gateway and all its certificates are in the application's namespace, an Ingress is next to its Service.
        ...(settings.edge.controller === "traefik"
          ? proof.map((edge) => ({ ...edge, to: monitoring("acme-solver") }))
          : []),
      ]
    : [];
  return [
    row(controller, application("frontend"), 8080, "pages"),
    row(controller, application("backend"), 3000, "API"),
    ...proof,
    ...dashboards,
  ];
}

function controllerOf({ edge }: Settings): ForeignEnd {
  return {
    namespaceLabels: { "kubernetes.io/metadata.name": edge.controllerNamespace },
    ...(Object.keys(edge.controllerPodLabels).length > 0 && {
      podLabels: edge.controllerPodLabels,
    }),
  };
}

/** Where the controller's pods listen for what comes to 443 and 80. Source: Traefik's chart; Envoy Gateway adds 10000. */
const CONTROLLER_PORTS = { traefik: [8443, 8000], "gateway-api": [10443, 10080] } as const;

/** To the database through the pooler, and to each configured service outside. */
function backendRows(settings: Settings): Edge[] {
  const backend = application("backend");
  const services: readonly (readonly [why: string, egress: readonly Egress[] | undefined])[] = [
    ["mail", settings.mail?.egress],
    ["error tracking", settings.errorTracking?.egress],
    ...Object.entries(settings.thirdParty).map(
      ([name, service]) => [name, service.egress] as const,
    ),
  ];
  return [
    row(backend, application("pgbouncer"), 6432, "queries"),
    ...services.flatMap(([why, egress]) => outside(backend, egress ?? [], why)),
  ];
}

function databaseRows({ database }: Settings): Edge[] {
  const pooler = application("pgbouncer");
  const exporter = application("postgres-exporter");
  const migration = application("schema-migration");
  const copy = application("logical-copy");
  const restore = application("database-restore");
  if (database.type === "external") {
    return [
      ...outside(pooler, database.egress, "queries"),
      ...outside(exporter, database.egress, "statistics"),
      ...outside(migration, database.egress, "changes the schema"),
      ...outside(copy, database.egress, "reads all rows"),
      ...outside(restore, database.egress, "puts the data back"),
    ];
  }
  const postgres = application("postgres");
  const repository = application("pgbackrest");
  const jobs = ["backup-stanza", "backup-full", "backup-incremental"].map(application);
  const drill = application("restore-drill");
  const rehearsal = application("migration-rehearsal");
  const offsite = database.backups.offsite?.egress ?? [];
  return [
    row(pooler, postgres, 5432, "queries"),
    row(exporter, postgres, 5432, "statistics"),
    row(migration, postgres, 5432, "changes the schema"),
    row(copy, postgres, 5432, "reads all rows"),
    row(restore, postgres, 5432, "puts the data back"),
    row(restore, repository, 8432, "reads the backup to restore"),
    row(application("database-roles"), postgres, 5432, "roles, rights and passwords"),
    row(postgres, repository, 8432, "archives the log"),
    ...jobs.flatMap((job) => [
      row(job, postgres, 8432, "reads the data for a backup"),
      row(job, postgres, 5432, "records the backup"),
      ...outside(job, offsite, "off-site copy"),
    ]),
    row(drill, repository, 8432, "reads the backup to restore"),
    row(rehearsal, repository, 8432, "reads the backup to restore"),
    row(drill, postgres, 5432, "writes the canary, records the result"),
    ...outside(repository, offsite, "off-site copy"),
  ];
}

/** From the smoke test's load, where there is any. */
function k6Rows({ k6 }: Settings): Edge[] {
  if (!k6) return [];
  return [
    row(application("k6-smoke"), application("backend"), 3000, "loads the API"),
    row(application("k6-smoke"), application("frontend"), 8080, "loads the pages"),
  ];
}

/** Of a cert-manager that is installed with the stack. The labels are its chart's. */
function certManagerRows({ certManager, cluster, tls }: Settings): Edge[] {
  if (certManager.type === "existing") return [];
  const api: AddressEnd = { cidrs: cluster.apiServer.ranges };
  const { port } = cluster.apiServer;
  const controller = issuing("cert-manager");
  return [
    ...["cert-manager", "cainjector", "webhook", "startupapicheck"].map((app) =>
      row(issuing(app), api, port, "watches its objects"),
    ),
    row(api, issuing("webhook"), 10250, "asks whether an object is valid"),
    // Authorities and DNS providers answer from wherever they like; hosts are checked before the authority is asked.
    ...(tls.issuer.type === "acme"
      ? [
          row(controller, ANYWHERE, 443, "certificate authority and DNS provider"),
          row(controller, ANYWHERE, 80, "checks its own proof of the host"),
          ...(tls.issuer.challenge.type === "dns01"
            ? dnsRows(controller, ANYWHERE, "asks the zone's own name servers")
            : []),
        ]
      : []),
  ];
}

function monitoringRows(settings: Settings): Edge[] {
  if (settings.monitoring.type === "existing") {
    const { namespace } = settings.monitoring;
    const theirs: ForeignEnd = { namespaceLabels: { "kubernetes.io/metadata.name": namespace } };
    return scrapedOutsideMonitoring(settings).map(([end, port]) =>
      row(theirs, end, port, "reads metrics"),
    );
  }
  const { notifications } = settings;
  const { grafana, logs, kubeStateMetrics } = settings.monitoring;
  const { apiServer, nodeRanges } = settings.cluster;
  const prometheus = monitoring("prometheus");
  const alertmanager = monitoring("alertmanager");
  const loki = monitoring("loki");
  const api: AddressEnd = { cidrs: apiServer.ranges };
  const scraped: Target[] = [
    ...scrapedOutsideMonitoring(settings),
    [prometheus, 9090],
    [monitoring("blackbox-exporter"), 9115],
    ...(grafana.enabled ? [[monitoring("grafana"), 3000] as const] : []),
    ...(logs.enabled ? [[loki, 3100] as const] : []),
    ...(kubeStateMetrics ? [[monitoring("kube-state-metrics"), 8080] as const] : []),
  ];
  const certManager: End =
    settings.certManager.type === "chart"
      ? issuing("cert-manager")
      : { namespaceLabels: { "kubernetes.io/metadata.name": settings.certManager.namespace } };
  return [
    ...scraped.map(([end, port]) => row(prometheus, end, port, "reads metrics")),
    row(prometheus, certManager, 9402, "reads metrics"),
    row(prometheus, api, apiServer.port, "finds the pods"),
    row(prometheus, { cidrs: nodeRanges }, 10250, "reads the kubelets' metrics"),
    // The address of the load balancer is not known before it exists, and probes must come from outside it.
    row(monitoring("blackbox-exporter"), ANYWHERE, 443, "calls the site as visitors do"),
    row(monitoring("blackbox-exporter"), ANYWHERE, 80, "sees the redirect to HTTPS"),
    // The nodes of many clusters send what goes to the load balancer's address straight to the controller.
    ...CONTROLLER_PORTS[settings.edge.controller].map((port) =>
      row(
        monitoring("blackbox-exporter"),
        controllerOf(settings),
        port,
        "the same, on a short cut",
      ),
    ),
    ...(notifications
      ? [
          row(prometheus, alertmanager, 9093, "sends alerts, reads metrics"),
          ...outside(alertmanager, notifications.egress, "notifications"),
          ...outside(alertmanager, settings.mail?.egress ?? [], "mail"),
        ]
      : []),
    ...(kubeStateMetrics
      ? [row(monitoring("kube-state-metrics"), api, apiServer.port, "watches objects")]
      : []),
    ...(logs.enabled ? [row(agents("otel-collector"), loki, 3100, "ships logs")] : []),
    ...(grafana.enabled
      ? [
          row(monitoring("grafana"), prometheus, 9090, "queries metrics"),
          ...(notifications
            ? [row(monitoring("grafana"), alertmanager, 9093, "shows alerts")]
            : []),
          ...(logs.enabled ? [row(monitoring("grafana"), loki, 3100, "queries logs")] : []),
        ]
      : []),
  ];
}

/** Workloads of the application and of the nodes that serve metrics. */
function scrapedOutsideMonitoring({ monitoring }: Settings): Target[] {
  const bundled = monitoring.type === "bundled";
  return [
    [application("backend"), 3000],
    [application("pgbouncer"), 9127],
    [application("postgres-exporter"), 9187],
    ...(bundled && monitoring.nodeExporter ? [[agents("node-exporter"), 9100] as const] : []),
    ...(bundled && monitoring.logs.enabled ? [[agents("otel-collector"), 8888] as const] : []),
  ];
}

/** Every workload that opens connections by name asks the cluster's DNS first. */
function nameLookups(rows: readonly Edge[], { cluster }: Settings): Edge[] {
  const dns: ForeignEnd = {
    namespaceLabels: { "kubernetes.io/metadata.name": cluster.dns.namespace },
    podLabels: cluster.dns.podLabels,
  };
  const askers = workloadsOf(rows).filter((workload) =>
    rows.some(
      ({ from }) =>
        "app" in from && from.app === workload.app && from.namespace === workload.namespace,
    ),
  );
  return askers.flatMap((asker) => dnsRows(asker, dns, "name lookups"));
}

/** Whether dashboards have a public host. */
export function grafanaHost({ monitoring }: Settings): string | undefined {
  return monitoring.type === "bundled" && monitoring.grafana.enabled
    ? monitoring.grafana.host
    : undefined;
}

type Target = readonly [end: WorkloadEnd, port: number];
interface Egress {
  readonly cidr: string;
  readonly port: number;
}

const ANYWHERE: AddressEnd = { cidrs: ["0.0.0.0/0", "::/0"] };

function row(from: End, to: End, port: number, why: string): Edge {
  return { from, to, port, why };
}

/** DNS goes over UDP, and over TCP what does not fit a datagram. */
function dnsRows(from: WorkloadEnd, to: End, why: string): Edge[] {
  const tcp = row(from, to, 53, why);
  return [{ ...tcp, protocol: "UDP" }, tcp];
}

function outside(from: WorkloadEnd, egress: readonly Egress[], why: string): Edge[] {
  return egress.map(({ cidr, port }) => row(from, { cidrs: [cidr] }, port, why));
}
