import type { Probe } from "../blackbox/probe.ts";
import { type Namespaces, namespaceList } from "../namespaces.ts";
import { METRICS } from "../rules/catalogue.ts";
import type { KubeletScrape } from "./config.ts";

const API_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Pods that ask for it by the annotations prometheus.io/scrape, port, path and scheme. */
export function podsJob(namespaces: readonly string[]): object {
  const meta = (name: string) => `__meta_kubernetes_pod_${name}`;
  const annotation = (name: string) => meta(`annotation_prometheus_io_${name}`);
  return {
    job_name: "pods",
    // kube-state-metrics speaks of other pods and namespaces: its labels win over those of its own pod.
    honor_labels: true,
    kubernetes_sd_configs: [{ role: "pod", namespaces: { names: namespaces } }],
    relabel_configs: [
      { source_labels: [annotation("scrape")], action: "keep", regex: "true" },
      { source_labels: [meta("phase")], action: "drop", regex: "Succeeded|Failed" },
      {
        source_labels: [annotation("scheme")],
        regex: "(https?)",
        target_label: "__scheme__",
      },
      { source_labels: [annotation("path")], regex: "(.+)", target_label: "__metrics_path__" },
      // A pod has one target a port; with the same address they become one.
      {
        source_labels: ["__address__", annotation("port")],
        regex: "(.+?)(?::\\d+)?;(\\d+)",
        replacement: "$1:$2",
        target_label: "__address__",
      },
      { source_labels: [meta("label_app")], target_label: "job" },
      { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
      { source_labels: [meta("name")], target_label: "pod" },
      { source_labels: [meta("node_name")], target_label: "node" },
      // What compares a release with the one before. Elsewhere the label would only break series.
      {
        source_labels: [meta("label_app"), meta("label_app_kubernetes_io_version")],
        regex: "backend;(.+)",
        target_label: "version",
      },
    ],
  };
}

/** The kubelets' own metrics (volumes) and their cAdvisor's (containers), of our namespaces only. */
export function kubeletJobs(kubelet: KubeletScrape, namespaces: Namespaces): object[] {
  const ours = namespaceList(namespaces).join("|");
  const common = {
    scheme: "https",
    authorization: { credentials_file: `${API_TOKEN}/token` },
    tls_config: {
      ca_file: `${API_TOKEN}/ca.crt`,
      ...(kubelet.verify === false && { insecure_skip_verify: true }),
    },
    kubernetes_sd_configs: [{ role: "node" }],
    honor_labels: true,
  };
  const target = [
    { source_labels: ["__meta_kubernetes_node_name"], target_label: "node" },
    { target_label: "job", replacement: "kubelet" },
  ];
  const keep = (metrics: readonly string[]) => ({
    source_labels: ["__name__"],
    action: "keep",
    regex: metrics.join("|"),
  });
  return [
    {
      job_name: "kubelet",
      ...common,
      relabel_configs: target,
      metric_relabel_configs: [
        keep(METRICS.volumes),
        { source_labels: ["namespace"], action: "keep", regex: ours },
      ],
    },
    {
      job_name: "cadvisor",
      metrics_path: "/metrics/cadvisor",
      ...common,
      relabel_configs: target,
      metric_relabel_configs: [
        keep(METRICS.kubelet),
        // `id="/"` is the node itself: the size and use of its file systems.
        { source_labels: ["namespace", "id"], action: "keep", regex: `(${ours});.*|;/` },
      ],
    },
  ];
}

/** Public URLs, through the blackbox exporter. */
export function blackboxJob(probes: readonly Probe[]): object {
  return {
    job_name: "blackbox",
    metrics_path: "/probe",
    static_configs: probes.map(({ module, url }) => ({ targets: [url], labels: { module } })),
    relabel_configs: [
      { source_labels: ["module"], target_label: "__param_module" },
      { source_labels: ["__address__"], target_label: "__param_target" },
      { source_labels: ["__param_target"], target_label: "instance" },
      { target_label: "__address__", replacement: "blackbox-exporter:9115" },
    ],
  };
}
