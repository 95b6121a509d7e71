import {
  decimal,
  flag,
  group,
  list,
  optional,
  required,
  variant,
  variants,
  whole,
  withDefault,
} from "./fields.ts";
import { cidr, dnsName, httpUrl, httpsUrl, name, words } from "./formats.ts";
import { volume } from "./database.ts";

/** What is measured against, whoever measures. */
const slo = withDefault(
  group({
    availabilityPercent: withDefault(
      decimal(90, 99.999),
      "Percent of requests that are answered without a server error, over 30 days.",
      99.9,
    ),
    latencyPercent: withDefault(
      decimal(50, 99.99),
      "Percent of requests that are answered within the time below.",
      95,
    ),
    latencyMilliseconds: withDefault(whole(10, 60000), "That time, in milliseconds.", 500),
    databaseMeanMilliseconds: withDefault(
      whole(1, 60000),
      "Mean time of one database statement above which an alert is raised, in milliseconds.",
      50,
    ),
  }),
  "Service level objectives. The alerts measure how fast the error budget burns.",
  {},
);

const runbookUrl = required(
  httpsUrl,
  "Where people read docs/runbook.md. Every alert links to its heading there.",
  "https://git.example.com/taskflow/infrastructure/blob/main/docs/runbook.md",
);

const watchVolumes = withDefault(
  flag(),
  "Whether alerts watch how full volumes are. Off where volumes are folders of the node's disk, as local provisioners make them: the kubelet then tells of each how full the disk is.",
  true,
);

const releaseCheck = withDefault(
  group({
    waitSeconds: withDefault(
      whole(60, 3600),
      "How long a release waits until everything is measured and no alert fires, in seconds. Rates need some minutes after a rollout.",
      600,
    ),
    permittedAlerts: withDefault(
      list(words),
      "Alerts that may fire when a release ends, because they are known and worked on. Those of severity `none` always may.",
      [],
      ["RestoreDrillLate"],
    ),
  }),
  "What the monitoring must show of a release before it is announced.",
  {},
);

const bundled = variant(
  "bundled",
  "Prometheus, Alertmanager, Grafana, Loki and their collectors, in the cluster.",
  {
    prometheus: required(
      group({
        retentionDays: withDefault(
          whole(31, 3650),
          "Days that measurements are kept. At least 31, because objectives look back 30.",
          45,
        ),
        storage: required(volume("50Gi"), "Volume of the measurements."),
      }),
      "Measurements.",
    ),
    logs: required(
      group({
        enabled: withDefault(flag(), "Whether logs are collected.", true),
        retentionDays: withDefault(whole(1, 3650), "Days that logs are kept.", 30),
        storage: required(volume("50Gi"), "Volume of the logs."),
      }),
      "Logs.",
    ),
    grafana: withDefault(
      group({
        enabled: withDefault(flag(), "Whether Grafana runs.", true),
        host: optional(
          dnsName,
          "Host of Grafana at the edge. Default: none, and it is reached by `kubectl port-forward`.",
          "grafana.example.com",
        ),
        allowedSourceRanges: withDefault(
          list(cidr),
          "Addresses that may use that host. Needed with a host.",
          [],
          ["198.51.100.0/24"],
        ),
      }),
      "Dashboards.",
      {},
    ),
    kubeStateMetrics: withDefault(
      flag(),
      "Whether kube-state-metrics runs. Off where the cluster has one that Prometheus reads.",
      true,
    ),
    nodeExporter: withDefault(flag(), "Whether node-exporter runs on every node.", true),
    verifyKubelets: withDefault(
      flag(),
      "Whether Prometheus checks the kubelets' certificates. Off where they sign their own, as kubeadm leaves them.",
      true,
    ),
    watchVolumes,
    runbookUrl,
    slo,
    releaseCheck,
  },
);

const existing = variant(
  "existing",
  "An installation that the cluster has. It discovers pods by their `prometheus.io/*` annotations.",
  {
    namespace: required(name, "Its namespace, from which measurements are read.", "observability"),
    prometheusUrl: required(
      httpUrl,
      "Prometheus, as pods reach it.",
      "http://prometheus.observability.svc:9090",
    ),
    grafanaUrl: optional(httpUrl, "Grafana, as people reach it.", "https://grafana.example.com"),
    watchVolumes,
    runbookUrl,
    slo,
    releaseCheck,
  },
);

export const monitoring = variants([bundled, existing]);
