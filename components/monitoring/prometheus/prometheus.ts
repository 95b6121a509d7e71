import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../../kubernetes/child-options.ts";
import { configMap } from "../../kubernetes/config-map.ts";
import type { Placement } from "../../kubernetes/platform.ts";
import { httpProbe } from "../../kubernetes/pod.ts";
import type { Resources } from "../../kubernetes/resources.ts";
import { serviceAccount } from "../../kubernetes/service-account.ts";
import { apiToken, configFiles } from "../../kubernetes/volumes.ts";
import { type AccessRule, readCluster, readNamespace } from "../access.ts";
import type { Probe } from "../blackbox/probe.ts";
import type { NamedNamespace, Namespaces } from "../namespaces.ts";
import { type Storage, server } from "../server.ts";
import { yaml } from "../yaml.ts";
import { CONFIG_PATH, type KubeletScrape, prometheusConfig, retentionSize } from "./config.ts";

/** What an operator decides about Prometheus. */
export interface PrometheusSettings {
  readonly storage: Storage;
  /** How long samples are kept (`45d`). At least 30d, over which objectives are measured. Default: 30d. */
  readonly retention?: string;
  /** Labels of every series and alert that leave this Prometheus, such as the stack and the region. */
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Default: 250m to 1 core and 1Gi to 2Gi, enough for some 200,000 series. */
  readonly resources?: Resources;
  /** Address as people open it, for the links in notifications. Default: none, links work through a port-forward. */
  readonly externalUrl?: string;
}

/** Arguments of {@link Prometheus}. */
export interface PrometheusArgs extends PrometheusSettings {
  readonly placement: Placement;
  /** The namespaces whose pods are watched, and their names as written into the configuration. */
  readonly namespaces: Namespaces<pulumi.Input<string>>;
  readonly namespaceNames: Namespaces;
  /** Where cert-manager is, to read its metrics. Default: not read. */
  readonly certManager?: NamedNamespace;
  /** The rule file. */
  readonly rules: string;
  /** Whether there is an Alertmanager beside it. */
  readonly alertmanager: boolean;
  /** Default: the kubelets are not read. */
  readonly kubelet?: KubeletScrape;
  /** Public URLs that the blackbox exporter beside it probes. */
  readonly probes: readonly Probe[];
}

const WORKLOAD = { app: "prometheus", component: "monitoring" };

const READ_PODS: readonly AccessRule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
];

/** Finding the nodes, and what the kubelet asks the API server before it shows its metrics. */
const READ_KUBELETS: readonly AccessRule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
];

/** Prometheus: reads every workload's metrics, keeps them, and evaluates the rules. */
export class Prometheus extends pulumi.ComponentResource {
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:Prometheus", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement, namespaces, certManager } = args;
    const account = serviceAccount(name, placement, WORKLOAD, child);
    const access = { placement, workload: WORKLOAD, serviceAccountName: account.metadata.name };
    const watched = {
      ...namespaces,
      ...(certManager && { "cert-manager": certManager.namespace }),
    };
    const grants = [
      ...Object.entries(watched).flatMap(([suffix, namespace]) =>
        readNamespace(`${name}-${suffix}`, access, namespace, READ_PODS, child),
      ),
      ...(args.kubelet ? readCluster(name, access, READ_KUBELETS, child) : []),
    ];
    const config = configMap(
      name,
      placement,
      WORKLOAD,
      {
        "prometheus.yml": yaml(
          prometheusConfig({
            ...args,
            ...(certManager && { certManagerNamespace: certManager.name }),
          }),
        ),
        "rules.yml": args.rules,
      },
      child,
      ["mon.3", "mon.8"],
    );
    const { serviceName } = server(
      name,
      {
        placement,
        workload: WORKLOAD,
        serviceAccountName: account.metadata.name,
        checklist: ["mon.1"],
        // Shutting down writes the head block; killed, it replays the log for minutes at the next start.
        terminationGracePeriodSeconds: 300,
        container: {
          name: "prometheus",
          image: placement.platform.image("prometheus"),
          args: [
            `--config.file=${CONFIG_PATH}/prometheus.yml`,
            "--storage.tsdb.path=/prometheus",
            `--storage.tsdb.retention.time=${args.retention ?? "30d"}`,
            `--storage.tsdb.retention.size=${retentionSize(args.storage.size)}`,
            ...(args.externalUrl === undefined ? [] : [`--web.external-url=${args.externalUrl}`]),
          ],
          ports: { http: 9090 },
          resources: args.resources ?? {
            cpu: { request: "250m", limit: "1" },
            memory: { request: "1Gi", limit: "2Gi" },
            ephemeralStorage: { request: "64Mi", limit: "256Mi" },
          },
          probes: {
            // Replaying the write-ahead log of a busy day takes minutes.
            startup: httpProbe("/-/ready", "http", { failureThreshold: 60 }),
            readiness: httpProbe("/-/ready", "http"),
            liveness: httpProbe("/-/healthy", "http", { failureThreshold: 6 }),
          },
          mounts: [configFiles("config", config.metadata.name, CONFIG_PATH), apiToken()],
        },
        data: { path: "/prometheus", storage: args.storage },
      },
      pulumi.mergeOptions(child, { dependsOn: grants }),
    );
    this.serviceName = serviceName;
    this.registerOutputs({ serviceName });
  }
}
