import type { Output } from "@pulumi/pulumi";
import type { AlertmanagerSettings } from "../components/monitoring/alertmanager/alertmanager.ts";
import { publicProbes } from "../components/monitoring/blackbox/probe.ts";
import type { BundledMonitoringArgs, MonitoringArgs } from "../components/monitoring/monitoring.ts";
import type { RuleSettings } from "../components/monitoring/rules/settings.ts";
import type { Source } from "../components/monitoring/sources.ts";
import type { Platform } from "../components/kubernetes/platform.ts";
import type { SecretHandle } from "../components/secrets/handles.ts";
import type { Settings } from "../infra/config/index.ts";
import { isTrusted } from "../infra/config/rules/production.ts";
import { protect } from "./foundation.ts";
import { grafanaHost } from "./network.ts";
import { ALERTMANAGER_FILES } from "./secrets.ts";

export function monitoringArgs(
  settings: Settings,
  given: Pick<BundledMonitoringArgs, "placement" | "agents" | "namespaces"> & {
    readonly platform: Platform;
    readonly grafana: SecretHandle;
    readonly alertmanager: SecretHandle | undefined;
    /** Namespace of cert-manager, where it is installed with the stack. */
    readonly certManagerNamespace: Output<string> | undefined;
  },
): MonitoringArgs {
  const { monitoring, cluster, certManager, environment, domain, tls } = settings;
  const common = {
    namespaceNames: cluster.namespaces,
    rules: rules(settings),
    sources: sources(settings),
  };
  if (monitoring.type === "existing") {
    const { platform } = given;
    return { ...common, kind: "existing", platform, namespace: monitoring.namespace };
  }
  const { placement, agents, namespaces } = given;
  const { prometheus, logs, grafana } = monitoring;
  const host = grafanaHost(settings);
  const alertmanager = alerts(settings, given.alertmanager);
  const kept = { protect: protect(settings) };
  return {
    ...common,
    kind: "bundled",
    placement,
    agents,
    namespaces,
    certManager: {
      name: certManager.namespace,
      namespace: given.certManagerNamespace ?? certManager.namespace,
    },
    prometheus: {
      storage: { ...prometheus.storage, ...kept },
      retention: days(prometheus.retentionDays),
      externalLabels: { environment, taskflow: cluster.instance },
    },
    ...(alertmanager && { alertmanager }),
    ...(grafana.enabled && {
      grafana: {
        administrator: given.grafana,
        ...(host !== undefined && { publicUrl: `https://${host}` }),
      },
    }),
    ...(logs.enabled && {
      logs: {
        storage: { ...logs.storage, ...kept },
        retention: days(logs.retentionDays),
      },
    }),
    blackbox: {
      probes: publicProbes(domain.host),
      trusted: isTrusted(tls.issuer),
    },
    kubelet: { verify: monitoring.verifyKubelets, volumes: monitoring.watchVolumes },
    nodeExporter: monitoring.nodeExporter,
    kubeStateMetrics: monitoring.kubeStateMetrics,
  };
}

function rules(settings: Settings): RuleSettings {
  const onCall = settings.contacts.onCallEngineer;
  return {
    ...objectives(settings),
    ...(onCall && { onCall: `${onCall.name}, ${onCall.phone}` }),
  };
}

/** What rules measure against, whoever is called. */
export function objectives({ monitoring, database }: Settings): RuleSettings {
  const { slo, runbookUrl } = monitoring;
  return {
    runbookUrl,
    availabilityObjective: slo.availabilityPercent,
    latencyObjective: slo.latencyPercent,
    latencyLimitSeconds: slo.latencyMilliseconds / 1000,
    statementMeanSeconds: slo.databaseMeanMilliseconds / 1000,
    ...(database.type === "bundled" && {
      recoveryPointSeconds: 2 * database.backups.archiveTimeoutSeconds,
    }),
  };
}

/** What there is to watch beside the monitoring's own parts. */
function sources({ database, monitoring }: Settings): Source[] {
  return [
    "backend",
    "postgres",
    "pgbouncer",
    ...(database.type === "bundled" ? (["backups"] as const) : []),
    ...(database.type === "bundled" && database.backups.offsite
      ? (["offsite-backups"] as const)
      : []),
    // An installation of the cluster's owners watches its nodes and objects, or it would be none.
    ...(monitoring.type === "existing"
      ? (["prometheus", "kubelet", "kube-state-metrics", "node-exporter"] as const)
      : []),
    ...(monitoring.type === "existing" && monitoring.watchVolumes ? (["volumes"] as const) : []),
  ];
}

/** Whom Alertmanager tells. Without a webhook there is nobody to tell, and no Alertmanager. */
function alerts(
  settings: Settings,
  urls: SecretHandle | undefined,
): AlertmanagerSettings | undefined {
  const { notifications, mail, contacts } = settings;
  if (!notifications || !urls) return undefined;
  const receiver = { kind: notifications.format, urlKey: ALERTMANAGER_FILES.alerts };
  return {
    storage: { size: "1Gi", protect: protect(settings) },
    receivers: {
      urls,
      page: receiver,
      ticket: receiver,
      deadMansSwitchKey: ALERTMANAGER_FILES.deadMansSwitch,
      ...(mail &&
        notifications.mailTo.length > 0 && {
          mail: {
            to: notifications.mailTo,
            from: mail.from,
            server: `${mail.host}:${String(mail.port)}`,
            login: { name: mail.username, passwordKey: ALERTMANAGER_FILES.mailPassword },
          },
        }),
    },
    contacts: people(contacts),
  };
}

/** On-call first: whoever reads the message calls the first that answers. */
function people(contacts: Settings["contacts"]): AlertmanagerSettings["contacts"] {
  return (
    [
      ["On-call engineer", contacts.onCallEngineer],
      ["DevOps lead", contacts.devopsLead],
      ["Database administrator", contacts.databaseAdmin],
      ["Security lead", contacts.securityLead],
    ] as const
  ).flatMap(([role, person]) =>
    person ? [{ role, name: person.name, phone: person.phone, email: person.email }] : [],
  );
}

function days(count: number): string {
  return `${String(count)}d`;
}
