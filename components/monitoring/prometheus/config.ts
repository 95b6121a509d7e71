import { bytes } from "../../kubernetes/quantity.ts";
import type { Probe } from "../blackbox/probe.ts";
import { type Namespaces, namespaceList } from "../namespaces.ts";
import { blackboxJob, kubeletJobs, podsJob } from "./scrape.ts";

/** Everything that decides Prometheus' configuration. */
export interface PrometheusPlan {
  readonly namespaceNames: Namespaces;
  /** Namespace of cert-manager, if its metrics are to be read. */
  readonly certManagerNamespace?: string;
  /** Labels of every series and alert that leave this Prometheus. */
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly alertmanager: boolean;
  readonly kubelet?: KubeletScrape;
  readonly probes: readonly Probe[];
}

/** How the kubelets are read. */
export interface KubeletScrape {
  /**
   * Whether their serving certificates are checked against the cluster's CA. Default: true. Kubeadm's defaults
   * leave them self-signed: turn `serverTLSBootstrap` on there, or this off.
   */
  readonly verify?: boolean;
  /**
   * Whether each volume has a file system of its own, of which the kubelet tells how full it is. Default: true. Where
   * volumes are folders of the node's disk, it tells that of the disk: alerts about volumes are then left out.
   */
  readonly volumes?: boolean;
}

/** Seconds between two readings of a target and between two evaluations of a rule. */
export const SCRAPE_INTERVAL_SECONDS = 30;

/** Folder of the configuration and the rules in the container. */
export const CONFIG_PATH = "/etc/prometheus";

/** prometheus.yml, for Prometheus 2.42 and later. */
export function prometheusConfig(plan: PrometheusPlan): object {
  const namespaces = [
    ...namespaceList(plan.namespaceNames),
    ...(plan.certManagerNamespace === undefined ? [] : [plan.certManagerNamespace]),
  ];
  return {
    global: {
      scrape_interval: `${SCRAPE_INTERVAL_SECONDS}s`,
      scrape_timeout: "10s",
      evaluation_interval: `${SCRAPE_INTERVAL_SECONDS}s`,
      external_labels: plan.externalLabels,
    },
    rule_files: [`${CONFIG_PATH}/rules.yml`],
    ...(plan.alertmanager && {
      alerting: { alertmanagers: [{ static_configs: [{ targets: ["alertmanager:9093"] }] }] },
    }),
    scrape_configs: [
      podsJob(namespaces),
      ...(plan.kubelet ? kubeletJobs(plan.kubelet, plan.namespaceNames) : []),
      ...(plan.probes.length > 0 ? [blackboxJob(plan.probes)] : []),
    ],
  };
}

/**
 * Bytes after which Prometheus drops its oldest samples, of a claim's size. The write-ahead log and a compaction
 * need the rest: a full disk loses everything.
 */
export function retentionSize(claim: string): string {
  return `${Math.floor((bytes(claim) * 0.8) / 2 ** 20)}MB`;
}
