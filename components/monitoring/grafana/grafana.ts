import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../../kubernetes/child-options.ts";
import { configMap } from "../../kubernetes/config-map.ts";
import type { Placement } from "../../kubernetes/platform.ts";
import { httpProbe } from "../../kubernetes/pod.ts";
import type { Resources } from "../../kubernetes/resources.ts";
import { serviceAccount } from "../../kubernetes/service-account.ts";
import { configFiles, scratch, secretFiles } from "../../kubernetes/volumes.ts";
import type { SecretHandle } from "../../secrets/handles.ts";
import { server } from "../server.ts";
import { yaml } from "../yaml.ts";
import { PATHS, dashboardProviders, datasources, grafanaIni } from "./config.ts";

/** What an operator decides about Grafana. */
export interface GrafanaSettings {
  /** A Secret in the monitoring namespace with the administrator's `password`. */
  readonly administrator: SecretHandle;
  /** Address as people open it. Default: none, and it is reached through a port-forward. */
  readonly publicUrl?: string;
  /** Default: 50m to 500m and 192Mi to 384Mi. */
  readonly resources?: Resources;
}

/** Arguments of {@link Grafana}. */
export interface GrafanaArgs extends GrafanaSettings {
  readonly placement: Placement;
  /** Dashboards as JSON, by file name. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** Whether there is a Loki, and an Alertmanager, to ask. */
  readonly logs: boolean;
  readonly alerts: boolean;
}

/** Port of its Service. */
export const GRAFANA_PORT = 3000;

const WORKLOAD = { app: "grafana", component: "monitoring" };

/**
 * Grafana without a memory: data sources, dashboards and the administrator come from here at every start, so that
 * there is nothing to back up, and a changed password holds with the next pod.
 */
export class Grafana extends pulumi.ComponentResource {
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: GrafanaArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:Grafana", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement, administrator, publicUrl } = args;
    const account = serviceAccount(name, placement, WORKLOAD, child);
    const ini = grafanaIni({
      passwordFile: `${PATHS.password}/password`,
      ...(publicUrl !== undefined && { publicUrl }),
    });
    const files = (suffix: string, data: Readonly<Record<string, string>>) =>
      configMap(`${name}-${suffix}`, placement, WORKLOAD, data, child).metadata.name;
    const settings = files("settings", { "grafana.ini": ini });
    const sources = files("datasources", { "taskflow.yaml": yaml(datasources(args)) });
    const providers = files("providers", { "taskflow.yaml": yaml(dashboardProviders()) });
    const dashboards = configMap(
      `${name}-dashboards`,
      placement,
      WORKLOAD,
      args.dashboards,
      child,
      ["mon.2"],
    ).metadata.name;
    const { serviceName } = server(
      name,
      {
        placement,
        workload: WORKLOAD,
        serviceAccountName: account.metadata.name,
        checklist: ["mon.2"],
        container: {
          name: "grafana",
          image: placement.platform.image("grafana"),
          env: { GF_PATHS_CONFIG: `${PATHS.settings}/grafana.ini` },
          ports: { http: GRAFANA_PORT },
          resources: args.resources ?? {
            cpu: { request: "50m", limit: "500m" },
            memory: { request: "192Mi", limit: "384Mi" },
            ephemeralStorage: { request: "128Mi", limit: "512Mi" },
          },
          probes: {
            startup: httpProbe("/healthz", "http", { periodSeconds: 5, failureThreshold: 60 }),
            // Asks the database, too.
            readiness: httpProbe("/api/health", "http"),
            liveness: httpProbe("/healthz", "http"),
          },
          mounts: [
            configFiles("settings", settings, PATHS.settings),
            configFiles("datasources", sources, PATHS.datasources),
            configFiles("providers", providers, PATHS.providers),
            configFiles("dashboards", dashboards, PATHS.dashboards),
            secretFiles("administrator", administrator.secretName, PATHS.password, ["password"]),
            scratch("data", PATHS.data, "256Mi"),
            scratch("tmp", "/tmp", "64Mi"),
          ],
        },
      },
      child,
    );
    this.serviceName = serviceName;
    this.registerOutputs({ serviceName });
  }
}
