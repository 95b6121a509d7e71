import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../../kubernetes/child-options.ts";
import type { Placement } from "../../kubernetes/platform.ts";
import { httpProbe } from "../../kubernetes/pod.ts";
import { serviceAccount } from "../../kubernetes/service-account.ts";
import { agent, hostFolder } from "../agent.ts";

/** Arguments of {@link NodeExporter}. */
export interface NodeExporterArgs {
  /** In the agents' namespace. */
  readonly placement: Placement;
}

const WORKLOAD = { app: "node-exporter", component: "monitoring" };

/**
 * What the rules and dashboards read. Network figures would need the host's network, and file systems a mount of its
 * root: the kubelet gives us the latter.
 */
const COLLECTORS = ["cpu", "diskstats", "loadavg", "meminfo", "pressure", "timex", "uname"];

/** The node exporter on every node: CPU, memory, disk activity and clock, from /proc and /sys alone. */
export class NodeExporter extends pulumi.ComponentResource {
  constructor(name: string, args: NodeExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:NodeExporter", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement } = args;
    const account = serviceAccount(name, placement, WORKLOAD, child);
    agent(
      name,
      {
        placement,
        workload: WORKLOAD,
        serviceAccountName: account.metadata.name,
        checklist: ["mon.10"],
        metricsPort: 9100,
        container: {
          name: "node-exporter",
          image: placement.platform.image("node-exporter"),
          args: [
            "--path.procfs=/host/proc",
            "--path.sysfs=/host/sys",
            "--collector.disable-defaults",
            ...COLLECTORS.map((collector) => `--collector.${collector}`),
          ],
          ports: { metrics: 9100 },
          resources: {
            cpu: { request: "20m", limit: "200m" },
            memory: { request: "32Mi", limit: "64Mi" },
            ephemeralStorage: { request: "16Mi", limit: "64Mi" },
          },
          probes: {
            startup: httpProbe("/", "metrics", { periodSeconds: 2, failureThreshold: 30 }),
            readiness: httpProbe("/", "metrics"),
            liveness: { tcpSocket: { port: "metrics" }, periodSeconds: 20 },
          },
          mounts: [
            hostFolder("proc", "/proc", "/host/proc"),
            hostFolder("sys", "/sys", "/host/sys"),
          ],
        },
      },
      child,
    );
    this.registerOutputs({});
  }
}
