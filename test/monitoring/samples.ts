import * as pulumi from "@pulumi/pulumi";
import { publicProbes } from "../../components/monitoring/blackbox/probe.ts";
import type {
  BundledMonitoringArgs,
  ExistingMonitoringArgs,
} from "../../components/monitoring/monitoring.ts";
import type { RuleSettings } from "../../components/monitoring/rules/settings.ts";
import { SOURCES, type Source } from "../../components/monitoring/sources.ts";
import { placement, platform } from "../support/fixtures.ts";
import { without } from "./tools.ts";

export const namespaceNames = {
  application: "taskflow",
  monitoring: "monitoring",
  agents: "taskflow-agents",
};

export const ruleSettings: RuleSettings = {
  runbookUrl: "https://git.example.com/taskflow/infrastructure/blob/main/docs/runbook.md",
  onCall: "Ada Lovelace, +44 20 7946 0000",
};

export const receivers = () => ({
  urls: {
    secretName: pulumi.output("alertmanager-urls"),
    keys: ["alerts", "dead-mans-switch", "mail"],
  },
  page: { kind: "slack", urlKey: "alerts", channel: "#taskflow-alerts" } as const,
  ticket: { kind: "webhook", urlKey: "alerts" } as const,
  deadMansSwitchKey: "dead-mans-switch",
  mail: {
    to: ["operations@example.com"],
    from: "taskflow@example.com",
    server: "smtp.example.com:587",
    login: { name: "taskflow", passwordKey: "mail" },
  },
});

export const contacts = [
  {
    role: "On-call engineer",
    name: 'Ada "Countess" Lovelace',
    phone: "+44 20 7946 0000",
    email: "ada@example.com",
  },
];

/** Everything there is. */
export function bundled(changes: Partial<BundledMonitoringArgs> = {}): BundledMonitoringArgs {
  return {
    kind: "bundled",
    placement: { ...placement, namespace: "monitoring" },
    agents: { ...placement, namespace: "taskflow-agents" },
    namespaces: namespaceNames,
    namespaceNames,
    rules: ruleSettings,
    sources: ["backend", "postgres", "pgbouncer", "backups", "offsite-backups"],
    certManager: { name: "cert-manager", namespace: "cert-manager" },
    prometheus: {
      storage: { size: "50Gi", protect: true },
      externalLabels: { stack: "production" },
    },
    alertmanager: { storage: { size: "1Gi" }, receivers: receivers(), contacts },
    grafana: {
      administrator: { secretName: pulumi.output("grafana-administrator"), keys: ["password"] },
    },
    logs: { storage: { size: "50Gi", storageClass: "fast" } },
    blackbox: { probes: publicProbes("taskflow.example.com"), trusted: true },
    kubelet: {},
    nodeExporter: true,
    kubeStateMetrics: true,
    ...changes,
  };
}

/** As on one machine, where some images are not to be had. */
export function small(): BundledMonitoringArgs {
  const rest = without(bundled(), "grafana", "certManager", "kubelet");
  return { ...rest, kubeStateMetrics: false, nodeExporter: false, sources: ["backend"] };
}

export function existing(): ExistingMonitoringArgs {
  return {
    kind: "existing",
    platform,
    namespace: "observability",
    namespaceNames,
    rules: ruleSettings,
    sources: ALL_SOURCES,
  };
}

export const ALL_SOURCES: readonly Source[] = SOURCES;
