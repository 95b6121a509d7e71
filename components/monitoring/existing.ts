import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import { childOptions } from "../kubernetes/child-options.ts";
import { labels } from "../kubernetes/labels.ts";
import type { Platform } from "../kubernetes/platform.ts";

/** Arguments of {@link PublishedMonitoring}. */
export interface PublishedMonitoringArgs {
  readonly platform: Platform;
  /** Namespace in which the installation looks for ConfigMaps. */
  readonly namespace: pulumi.Input<string>;
  /** The rule file. */
  readonly rules: string;
  /** Dashboards as JSON, by file name. */
  readonly dashboards: Readonly<Record<string, string>>;
}

const WORKLOAD = { app: "taskflow-monitoring", component: "monitoring" };

/** Our rules and dashboards for an installation that the cluster has: its sidecars find them by their labels. */
export class PublishedMonitoring extends pulumi.ComponentResource {
  constructor(name: string, args: PublishedMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:PublishedMonitoring", name, {}, opts);
    const child = childOptions(this, opts);
    const publish = (
      what: string,
      label: string,
      data: Readonly<Record<string, string>>,
      checklist: readonly string[],
    ) =>
      new k8s.core.v1.ConfigMap(
        `${name}-${what}`,
        {
          metadata: {
            // The same name for every content: a sidecar replaces what it read under it before.
            name: `${args.platform.instance}-${what}`,
            namespace: args.namespace,
            labels: { ...labels(args.platform, WORKLOAD), [label]: "1" },
            annotations: decides(...checklist),
          },
          data,
        },
        child,
      );
    publish("rules", "prometheus_rule", { "taskflow.rules.yml": args.rules }, ["mon.3", "mon.8"]);
    publish("dashboards", "grafana_dashboard", args.dashboards, ["mon.2"]);
    this.registerOutputs({});
  }
}
