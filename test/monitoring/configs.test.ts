import assert from "node:assert/strict";
import { blackboxConfig } from "../../components/monitoring/blackbox/config.ts";
import { publicProbes } from "../../components/monitoring/blackbox/probe.ts";
import { collectorConfig } from "../../components/monitoring/collector/config.ts";
import { datasources, grafanaIni } from "../../components/monitoring/grafana/config.ts";
import { lokiConfig } from "../../components/monitoring/loki/config.ts";
import { prometheusConfig, retentionSize } from "../../components/monitoring/prometheus/config.ts";
import { METRICS } from "../../components/monitoring/rules/catalogue.ts";
import { resources } from "../../components/monitoring/state/kube-state-metrics.ts";
import { namespaceNames } from "./samples.ts";
import { without } from "./tools.ts";

interface Job {
  job_name: string;
  tls_config?: { insecure_skip_verify?: boolean; ca_file?: string };
  kubernetes_sd_configs?: { namespaces?: { names: string[] } }[];
  relabel_configs: { source_labels?: string[]; regex?: string; replacement?: string }[];
  metric_relabel_configs?: { source_labels: string[]; regex: string }[];
}

const plan = {
  namespaceNames,
  externalLabels: { stack: "test" },
  alertmanager: true,
  kubelet: {},
  probes: publicProbes("taskflow.example.com"),
};

function jobs(changes: object = {}): Record<string, Job> {
  const { scrape_configs } = prometheusConfig({ ...plan, ...changes }) as { scrape_configs: Job[] };
  return Object.fromEntries(scrape_configs.map((job) => [job.job_name, job]));
}

describe("configuration of Prometheus", () => {
  it("reads what there is", () => {
    assert.deepEqual(Object.keys(jobs()), ["pods", "kubelet", "cadvisor", "blackbox"]);
    const bare = prometheusConfig({ ...without(plan, "kubelet"), alertmanager: false, probes: [] });
    assert.ok(!("alerting" in bare));
    assert.deepEqual(
      (bare as { scrape_configs: Job[] }).scrape_configs.map(({ job_name }) => job_name),
      ["pods"],
    );
  });

  it("finds pods in our namespaces, and in cert-manager's where asked", () => {
    const names = (job: Job | undefined) => job?.kubernetes_sd_configs?.[0]?.namespaces?.names;
    assert.deepEqual(names(jobs()["pods"]), ["taskflow", "monitoring", "taskflow-agents"]);
    assert.deepEqual(names(jobs({ certManagerNamespace: "cm" })["pods"])?.at(-1), "cm");
  });

  it("takes the port of the annotation for each kind of address", () => {
    const rule = jobs()["pods"]?.relabel_configs.find(({ source_labels }) =>
      source_labels?.includes("__address__"),
    );
    const address = (from: string) =>
      from.replace(new RegExp(`^(?:${rule?.regex ?? ""})$`), rule?.replacement ?? "");
    assert.equal(address("10.0.0.1:3000;9127"), "10.0.0.1:9127");
    assert.equal(address("10.0.0.1;9127"), "10.0.0.1:9127");
    assert.equal(address("[fd00::1]:3000;9127"), "[fd00::1]:9127");
  });

  it("checks the kubelets' certificates unless told otherwise", () => {
    assert.equal(jobs()["kubelet"]?.tls_config?.insecure_skip_verify, undefined);
    const off = jobs({ kubelet: { verify: false } });
    assert.equal(off["cadvisor"]?.tls_config?.insecure_skip_verify, true);
  });

  it("keeps of the kubelets what rules use, of ours and of the node itself", () => {
    const keeps = Object.values(jobs())
      .flatMap(({ metric_relabel_configs = [] }) => metric_relabel_configs)
      .filter(({ source_labels }) => source_labels[0] === "__name__");
    for (const metric of METRICS.kubelet) {
      assert.ok(
        keeps.some(({ regex }) => new RegExp(`^(?:${regex})$`).test(metric)),
        metric,
      );
    }
    const where = new RegExp(
      `^(?:${jobs()["cadvisor"]?.metric_relabel_configs?.at(-1)?.regex ?? ""})$`,
    );
    assert.match("taskflow;/kubepods/x", where);
    assert.match(";/", where);
    assert.doesNotMatch("kube-system;/kubepods/x", where);
    assert.doesNotMatch(";/system.slice", where);
  });

  it("leaves a fifth of the claim to the write-ahead log", () => {
    assert.equal(retentionSize("50Gi"), "40960MB");
    assert.equal(retentionSize("1Gi"), "819MB");
  });
});

describe("configuration of the collector", () => {
  const config = collectorConfig({
    namespaceNames,
    endpoint: "http://loki.monitoring.svc:3100/otlp",
  }) as {
    receivers: Record<string, { include: string[]; exclude: string[] }>;
    processors: object;
    exporters: Record<string, { endpoint: string }>;
    extensions: object;
    service: {
      extensions: string[];
      pipelines: Record<string, { receivers: string[]; processors: string[]; exporters: string[] }>;
    };
  };

  it("uses each part that it declares, and declares each that it uses", () => {
    const { logs } = config.service.pipelines;
    assert.deepEqual(Object.keys(config.receivers), logs?.receivers);
    assert.deepEqual(Object.keys(config.processors), logs?.processors);
    assert.deepEqual(Object.keys(config.exporters), logs?.exporters);
    assert.deepEqual(Object.keys(config.extensions), config.service.extensions);
  });

  it("reads our pods' files and not its own", () => {
    const { include, exclude } = config.receivers["file_log"] ?? { include: [], exclude: [] };
    assert.deepEqual(include, [
      "/var/log/pods/taskflow_*/*/*.log",
      "/var/log/pods/monitoring_*/*/*.log",
      "/var/log/pods/taskflow-agents_*/*/*.log",
    ]);
    assert.deepEqual(exclude, ["/var/log/pods/*/otel-collector/*.log"]);
  });
});

describe("configuration of Loki", () => {
  it("deletes what is older than asked, and refuses to look further back", () => {
    const config = lokiConfig({ retention: "14d" }) as {
      compactor: { retention_enabled: boolean; delete_request_store: string };
      limits_config: Record<string, unknown>;
      analytics: { reporting_enabled: boolean };
    };
    assert.ok(config.compactor.retention_enabled);
    assert.equal(config.compactor.delete_request_store, "filesystem");
    assert.equal(config.limits_config["retention_period"], "14d");
    assert.equal(config.analytics.reporting_enabled, false);
  });
});

describe("configuration of the blackbox exporter", () => {
  it("has a module for each probe", () => {
    const { modules } = blackboxConfig({ trusted: true });
    for (const { module } of publicProbes("taskflow.example.com")) assert.ok(modules[module]);
  });

  it("takes a certificate that it cannot verify only where browsers may not trust it either", () => {
    assert.doesNotMatch(JSON.stringify(blackboxConfig({ trusted: true })), /insecure/);
    assert.match(
      JSON.stringify(blackboxConfig({ trusted: false }).modules.https),
      /"insecure_skip_verify":true/,
    );
  });
});

describe("configuration of Grafana", () => {
  const ini = (publicUrl?: string) =>
    grafanaIni({ passwordFile: "/secret/password", ...(publicUrl && { publicUrl }) });

  it("reads the password from its file and lets nobody in without one", () => {
    assert.match(ini(), /^admin_password = \$__file\{\/secret\/password\}$/m);
    assert.match(ini(), /\[auth\.anonymous\]\nenabled = false/);
    assert.match(ini(), /^allow_sign_up = false$/m);
  });

  it("tells and fetches nothing", () => {
    for (const setting of [
      "reporting_enabled",
      "check_for_updates",
      "check_for_plugin_updates",
      "news_feed_enabled",
    ]) {
      assert.match(ini(), new RegExp(`^${setting} = false$`, "m"));
    }
    assert.match(ini(), /^disable_gravatar = true$/m);
    assert.match(ini(), /^preinstall_disabled = true$/m);
  });

  it("insists on HTTPS where people reach it by HTTPS", () => {
    assert.match(ini("https://grafana.example.com/"), /^cookie_secure = true$/m);
    assert.match(ini(), /^cookie_secure = false$/m);
  });

  it("asks those that are there", () => {
    const names = (logs: boolean, alerts: boolean) =>
      (datasources({ logs, alerts }) as { datasources: { uid: string }[] }).datasources.map(
        ({ uid }) => uid,
      );
    assert.deepEqual(names(true, true), ["prometheus", "loki", "alertmanager"]);
    assert.deepEqual(names(false, false), ["prometheus"]);
  });
});

describe("kube-state-metrics", () => {
  it("exports the kinds that rules read, and no secrets", () => {
    const kinds = resources().map((kind) => kind.replace(/s$/, ""));
    for (const metric of METRICS["kube-state-metrics"]) {
      const [, kind = ""] = /^kube_([a-z]+)/.exec(metric) ?? [];
      assert.ok(kinds.includes(kind), metric);
    }
    assert.ok(!kinds.includes("secret"));
  });
});
