import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import type { Placement, Platform } from "../kubernetes/platform.ts";
import { Alertmanager, type AlertmanagerSettings } from "./alertmanager/alertmanager.ts";
import { BlackboxExporter, type BlackboxSettings } from "./blackbox/blackbox.ts";
import { Collector } from "./collector/collector.ts";
import { type Watched, watchedContent } from "./content.ts";
import { PublishedMonitoring } from "./existing.ts";
import { dashboardJson } from "./grafana/dashboard.ts";
import { Grafana, type GrafanaSettings } from "./grafana/grafana.ts";
import { Loki, type LokiSettings } from "./loki/loki.ts";
import type { NamedNamespace, Namespaces } from "./namespaces.ts";
import { NodeExporter } from "./nodes/node-exporter.ts";
import type { KubeletScrape } from "./prometheus/config.ts";
import { Prometheus, type PrometheusSettings } from "./prometheus/prometheus.ts";
import { rulesYaml } from "./rules/render.ts";
import { isAlert } from "./rules/rule.ts";
import type { Source } from "./sources.ts";
import { KubeStateMetrics } from "./state/kube-state-metrics.ts";

interface CommonArgs extends Omit<Watched, "sources"> {
  /**
   * Who exposes metrics beside this component's own parts: rules and panels for anything else are left out. In a
   * cluster with an installation of its own also what that installation has (`kubelet`, `kube-state-metrics`, …).
   */
  readonly sources: readonly Source[];
}

/** Everything that watches, in the cluster. A part that is not given is not installed, and what needs it is left out. */
export interface BundledMonitoringArgs extends CommonArgs {
  readonly kind: "bundled";
  /** In the monitoring namespace. */
  readonly placement: Placement;
  /** In the agents' namespace, which is allowed what reading a node takes. */
  readonly agents: Placement;
  readonly namespaces: Namespaces<pulumi.Input<string>>;
  /** Where cert-manager is, to read its metrics. Default: not read. */
  readonly certManager?: NamedNamespace;
  readonly prometheus: PrometheusSettings;
  readonly alertmanager?: AlertmanagerSettings;
  readonly grafana?: GrafanaSettings;
  /** Loki, and a collector on every node. */
  readonly logs?: LokiSettings;
  readonly blackbox?: BlackboxSettings;
  readonly kubelet?: KubeletScrape;
  readonly nodeExporter: boolean;
  readonly kubeStateMetrics: boolean;
}

/** Our rules and dashboards for an installation that the cluster has. */
export interface ExistingMonitoringArgs extends CommonArgs {
  readonly kind: "existing";
  readonly platform: Platform;
  /** Namespace in which the installation looks for them. */
  readonly namespace: pulumi.Input<string>;
}

/** Arguments of {@link Monitoring}. */
export type MonitoringArgs = BundledMonitoringArgs | ExistingMonitoringArgs;

/** Names of Services; absent of what is not installed. */
export type MonitoringServices = Readonly<
  Partial<Record<"prometheus" | "grafana" | "loki", pulumi.Output<string>>>
>;

/** Who watches TaskFlow, and what is told to whom. */
export class Monitoring extends pulumi.ComponentResource {
  /** Names of the alerts that are installed. */
  readonly alerts: readonly string[];
  /** Addresses' last parts of the dashboards that are installed. */
  readonly dashboards: readonly string[];
  /** Names of the Services of what is installed here, for the edge and for whoever asks. */
  readonly services: MonitoringServices;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:Monitoring", name, {}, opts);
    const content = monitoringContent(args);
    const child = childOptions(this, opts);
    if (args.kind === "bundled") {
      this.services = install(name, args, content, child);
    } else {
      const { platform, namespace } = args;
      this.services = {};
      new PublishedMonitoring(name, { platform, namespace, ...content }, child);
    }
    this.alerts = content.alerts;
    this.dashboards = Object.keys(content.dashboards).map((file) => file.replace(/\.json$/, ""));
    this.registerOutputs({ alerts: this.alerts, dashboards: this.dashboards });
  }
}

/** What is watched, as the files that Prometheus and Grafana read. */
export interface MonitoringContent {
  readonly alerts: readonly string[];
  readonly rules: string;
  /** JSON by file name. */
  readonly dashboards: Readonly<Record<string, string>>;
}

/** Rules and dashboards for what there is to watch. */
export function monitoringContent(args: MonitoringArgs): MonitoringContent {
  const { groups, dashboards } = watchedContent({ ...args, sources: sourcesOf(args) });
  return {
    alerts: groups.flatMap(({ rules }) => rules.filter(isAlert).map(({ alert }) => alert)),
    rules: rulesYaml(groups, args.rules),
    dashboards: Object.fromEntries(
      dashboards.map((dashboard) => [`${dashboard.uid}.json`, dashboardJson(dashboard)]),
    ),
  };
}

/** What there is to watch: what the stack names, and the parts that this component installs. */
export function sourcesOf(args: MonitoringArgs): Source[] {
  if (args.kind === "existing") return [...args.sources];
  const parts: Partial<Record<Source, boolean>> = {
    prometheus: true,
    alertmanager: args.alertmanager !== undefined,
    grafana: args.grafana !== undefined,
    loki: args.logs !== undefined,
    collector: args.logs !== undefined,
    blackbox: args.blackbox !== undefined,
    kubelet: args.kubelet !== undefined,
    volumes: args.kubelet !== undefined && args.kubelet.volumes !== false,
    "node-exporter": args.nodeExporter,
    "kube-state-metrics": args.kubeStateMetrics,
    "cert-manager": args.certManager !== undefined,
  };
  const installed = (Object.keys(parts) as Source[]).filter((source) => parts[source]);
  return [...new Set([...installed, ...args.sources])];
}

function install(
  name: string,
  args: BundledMonitoringArgs,
  content: MonitoringContent,
  child: pulumi.ComponentResourceOptions,
): MonitoringServices {
  const { placement, agents, namespaces, namespaceNames, alertmanager, blackbox, logs } = args;
  if (alertmanager) {
    new Alertmanager(`${name}-alertmanager`, { placement, ...alertmanager }, child);
  }
  if (blackbox) new BlackboxExporter(`${name}-blackbox`, { placement, ...blackbox }, child);
  if (args.kubeStateMetrics) {
    new KubeStateMetrics(`${name}-state`, { placement, namespaces, namespaceNames }, child);
  }
  if (args.nodeExporter) new NodeExporter(`${name}-nodes`, { placement: agents }, child);
  const prometheus = new Prometheus(
    `${name}-prometheus`,
    {
      placement,
      namespaces,
      namespaceNames,
      rules: content.rules,
      alertmanager: alertmanager !== undefined,
      probes: blackbox?.probes ?? [],
      ...(args.kubelet && { kubelet: args.kubelet }),
      ...(args.certManager && { certManager: args.certManager }),
      ...args.prometheus,
    },
    child,
  );
  const loki = logs && new Loki(`${name}-loki`, { placement, ...logs }, child);
  if (logs) new Collector(`${name}-collector`, { placement: agents, namespaceNames }, child);
  const grafana =
    args.grafana &&
    new Grafana(
      `${name}-grafana`,
      {
        placement,
        dashboards: content.dashboards,
        logs: logs !== undefined,
        alerts: alertmanager !== undefined,
        ...args.grafana,
      },
      child,
    );
  return {
    prometheus: prometheus.serviceName,
    ...(loki && { loki: loki.serviceName }),
    ...(grafana && { grafana: grafana.serviceName }),
  };
}
