import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../../kubernetes/child-options.ts";
import { configMap } from "../../kubernetes/config-map.ts";
import type { Placement } from "../../kubernetes/platform.ts";
import { httpProbe } from "../../kubernetes/pod.ts";
import { serviceAccount } from "../../kubernetes/service-account.ts";
import { configFiles, secretFiles } from "../../kubernetes/volumes.ts";
import type { SecretHandle } from "../../secrets/handles.ts";
import { server } from "../server.ts";
import { yaml } from "../yaml.ts";
import { blackboxConfig } from "./config.ts";
import type { Probe } from "./probe.ts";

/** What an operator decides about the blackbox exporter. */
export interface BlackboxSettings {
  /** Public URLs: see {@link publicProbes}. */
  readonly probes: readonly Probe[];
  /** A secret whose `ca.crt` signs the public certificate. Default: the public certificate authorities. */
  readonly authority?: SecretHandle;
}

/** Arguments of {@link BlackboxExporter}. */
export interface BlackboxExporterArgs extends BlackboxSettings {
  readonly placement: Placement;
}

const WORKLOAD = { app: "blackbox-exporter", component: "monitoring" };
const AUTHORITY_PATH = "/etc/blackbox-authority";

/** Asks the public addresses what a browser would ask, from inside the cluster. */
export class BlackboxExporter extends pulumi.ComponentResource {
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: BlackboxExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:BlackboxExporter", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement, authority } = args;
    const account = serviceAccount(name, placement, WORKLOAD, child);
    const document = blackboxConfig(authority && `${AUTHORITY_PATH}/ca.crt`);
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
          mounts: [
            configFiles("config", config.metadata.name, "/etc/blackbox"),
            ...(authority
              ? [secretFiles("authority", authority.secretName, AUTHORITY_PATH, ["ca.crt"])]
              : []),
          ],
        },
      },
      child,
    );
    this.serviceName = serviceName;
    this.registerOutputs({ serviceName });
  }
}
