import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../../kubernetes/child-options.ts";
import { configMap } from "../../kubernetes/config-map.ts";
import type { Placement } from "../../kubernetes/platform.ts";
import { httpProbe } from "../../kubernetes/pod.ts";
import { serviceAccount } from "../../kubernetes/service-account.ts";
import { configFiles, scratch } from "../../kubernetes/volumes.ts";
import { agent, hostFolder } from "../agent.ts";
import type { Namespaces } from "../namespaces.ts";
import { yaml } from "../yaml.ts";
import { LOGS_PATH, POSITIONS_PATH, collectorConfig } from "./config.ts";

/** Arguments of {@link Collector}. */
export interface CollectorArgs {
  /** In the agents' namespace. */
  readonly placement: Placement;
  /** Namespaces whose pods' lines are read. */
  readonly namespaceNames: Namespaces;
}

const WORKLOAD = { app: "otel-collector", component: "monitoring" };

/**
 * The kubelet's log files belong to root and only root may read them (0640). Without any capability root is
 * merely their owner: it can read these files and no other user's.
 */
const ROOT_TO_READ_LOGS = 0;

/** The OpenTelemetry Collector on every node: reads our pods' log files and sends them to Loki. */
export class Collector extends pulumi.ComponentResource {
  constructor(name: string, args: CollectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:Collector", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement } = args;
    const account = serviceAccount(name, placement, WORKLOAD, child);
    const document = collectorConfig({
      namespaceNames: args.namespaceNames,
      endpoint: `http://loki.${args.namespaceNames.monitoring}.svc:3100/otlp`,
    });
    const config = configMap(name, placement, WORKLOAD, { "config.yaml": yaml(document) }, child);
    agent(
      name,
      {
        placement,
        workload: WORKLOAD,
        serviceAccountName: account.metadata.name,
        checklist: ["mon.4"],
        metricsPort: 8888,
        podSecurityContext: {
          runAsUser: ROOT_TO_READ_LOGS,
          runAsGroup: ROOT_TO_READ_LOGS,
          seccompProfile: { type: "RuntimeDefault" },
        },
        container: {
          name: "otel-collector",
          image: placement.platform.image("otel-collector"),
          args: ["--config=/etc/otelcol/config.yaml"],
          ports: { metrics: 8888, health: 13133 },
          resources: {
            cpu: { request: "50m", limit: "250m" },
            memory: { request: "96Mi", limit: "192Mi" },
            ephemeralStorage: { request: "32Mi", limit: "128Mi" },
          },
          probes: {
            startup: httpProbe("/", "health", { periodSeconds: 2, failureThreshold: 30 }),
            readiness: httpProbe("/metrics", "metrics"),
            liveness: httpProbe("/", "health"),
          },
          mounts: [
            configFiles("config", config.metadata.name, "/etc/otelcol"),
            hostFolder("logs", LOGS_PATH),
            scratch("positions", POSITIONS_PATH, "32Mi"),
          ],
          securityContext: {
            allowPrivilegeEscalation: false,
            privileged: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: false,
            runAsUser: ROOT_TO_READ_LOGS,
            runAsGroup: ROOT_TO_READ_LOGS,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
        },
      },
      child,
    );
    this.registerOutputs({});
  }
}
