import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../../kubernetes/child-options.ts";
import { configMap } from "../../kubernetes/config-map.ts";
import type { Placement } from "../../kubernetes/platform.ts";
import { httpProbe } from "../../kubernetes/pod.ts";
import type { Resources } from "../../kubernetes/resources.ts";
import { serviceAccount } from "../../kubernetes/service-account.ts";
import { configFiles, scratch } from "../../kubernetes/volumes.ts";
import { type Storage, server } from "../server.ts";
import { yaml } from "../yaml.ts";
import { DATA_PATH, lokiConfig } from "./config.ts";

/** What an operator decides about Loki. */
export interface LokiSettings {
  readonly storage: Storage;
  /** How long log lines are kept (`30d`). Default: 30d, which a month's review needs. */
  readonly retention?: string;
  /** Default: 100m to 1 core and 256Mi to 1Gi, enough for some 10 GB of logs a day. */
  readonly resources?: Resources;
}

/** Arguments of {@link Loki}. */
export interface LokiArgs extends LokiSettings {
  readonly placement: Placement;
}

const WORKLOAD = { app: "loki", component: "monitoring" };

/** Loki as one process on one disk: takes log lines by OTLP and answers queries. */
export class Loki extends pulumi.ComponentResource {
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: LokiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:Loki", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement } = args;
    const account = serviceAccount(name, placement, WORKLOAD, child);
    const document = lokiConfig({ retention: args.retention ?? "30d" });
    const config = configMap(name, placement, WORKLOAD, { "loki.yaml": yaml(document) }, child);
    const { serviceName } = server(
      name,
      {
        placement,
        workload: WORKLOAD,
        serviceAccountName: account.metadata.name,
        checklist: ["mon.4"],
        // What is in memory is written to disk first.
        terminationGracePeriodSeconds: 120,
        container: {
          name: "loki",
          image: placement.platform.image("loki"),
          args: ["-config.file=/etc/loki/loki.yaml"],
          ports: { http: 3100 },
          resources: args.resources ?? {
            cpu: { request: "100m", limit: "1" },
            memory: { request: "256Mi", limit: "1Gi" },
            ephemeralStorage: { request: "64Mi", limit: "256Mi" },
          },
          probes: {
            startup: httpProbe("/ready", "http", { failureThreshold: 30 }),
            readiness: httpProbe("/ready", "http"),
            liveness: httpProbe("/loki/api/v1/status/buildinfo", "http", { failureThreshold: 6 }),
          },
          mounts: [
            configFiles("config", config.metadata.name, "/etc/loki"),
            scratch("tmp", "/tmp", "64Mi"),
          ],
        },
        data: { path: DATA_PATH, storage: args.storage },
      },
      child,
    );
    this.serviceName = serviceName;
    this.registerOutputs({ serviceName });
  }
}
