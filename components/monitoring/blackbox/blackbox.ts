import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../../kubernetes/child-options.ts";
import { configMap } from "../../kubernetes/config-map.ts";
import type { Placement } from "../../kubernetes/platform.ts";
import { httpProbe } from "../../kubernetes/pod.ts";
import { serviceAccount } from "../../kubernetes/service-account.ts";
import { configFiles } from "../../kubernetes/volumes.ts";
import { server } from "../server.ts";
import { yaml } from "../yaml.ts";
import { blackboxConfig } from "./config.ts";
import type { Probe } from "./probe.ts";

/** What an operator decides about the blackbox exporter. */
export interface BlackboxSettings {
  /** Public URLs: see {@link publicProbes}. */
  readonly probes: readonly Probe[];
  /**
   * Whether browsers are known to trust the site's certificate. Where they are not (a company's authority, one machine)
   * the exporter does not have its authority either: its end is watched, and the smoke test verifies who has signed it.
   */
  readonly trusted: boolean;
}

/** Arguments of {@link BlackboxExporter}. */
export interface BlackboxExporterArgs extends BlackboxSettings {
  readonly placement: Placement;
}

const WORKLOAD = { app: "blackbox-exporter", component: "monitoring" };

/** Asks the public addresses what a browser would ask, from inside the cluster. */
export class BlackboxExporter extends pulumi.ComponentResource {
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: BlackboxExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:BlackboxExporter", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement } = args;
    const account = serviceAccount(name, placement, WORKLOAD, child);
    const document = blackboxConfig(args);
    const config = configMap(name, placement, WORKLOAD, { "blackbox.yml": yaml(document) }, child);
    const { serviceName } = server(
      name,
      {
        placement,
        workload: WORKLOAD,
        serviceAccountName: account.metadata.name,
        checklist: ["mon.6"],
        container: {
          name: "blackbox-exporter",
          image: placement.platform.image("blackbox-exporter"),
          args: ["--config.file=/etc/blackbox/blackbox.yml"],
          ports: { http: 9115 },
          resources: {
            cpu: { request: "10m", limit: "100m" },
            memory: { request: "32Mi", limit: "64Mi" },
            ephemeralStorage: { request: "16Mi", limit: "64Mi" },
          },
          probes: {
            startup: httpProbe("/-/healthy", "http", { periodSeconds: 2, failureThreshold: 30 }),
            // Its list of modules: an answer means that the configuration is in use.
            readiness: httpProbe("/config", "http"),
            liveness: httpProbe("/-/healthy", "http"),
          },
          mounts: [configFiles("config", config.metadata.name, "/etc/blackbox")],
        },
      },
      child,
    );
    this.serviceName = serviceName;
    this.registerOutputs({ serviceName });
  }
}
