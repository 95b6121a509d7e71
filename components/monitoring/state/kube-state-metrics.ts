import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../../kubernetes/child-options.ts";
import type { Placement } from "../../kubernetes/platform.ts";
import { httpProbe } from "../../kubernetes/pod.ts";
import { serviceAccount } from "../../kubernetes/service-account.ts";
import { apiToken } from "../../kubernetes/volumes.ts";
import { type AccessRule, readCluster, readNamespace } from "../access.ts";
import { type Namespaces, namespaceList } from "../namespaces.ts";
import { server } from "../server.ts";

/** Arguments of {@link KubeStateMetrics}. */
export interface KubeStateMetricsArgs {
  readonly placement: Placement;
  /** The namespaces whose objects are watched, and their names as written into its arguments. */
  readonly namespaces: Namespaces<pulumi.Input<string>>;
  readonly namespaceNames: Namespaces;
}

const WORKLOAD = { app: "kube-state-metrics", component: "monitoring" };

/** The kinds whose state the rules read, by API group. No secrets, no config maps. */
const NAMESPACED: Readonly<Record<string, readonly string[]>> = {
  "": ["pods", "resourcequotas"],
  apps: ["daemonsets", "deployments", "statefulsets"],
  autoscaling: ["horizontalpodautoscalers"],
  batch: ["cronjobs", "jobs"],
};
const CLUSTER: Readonly<Record<string, readonly string[]>> = { "": ["nodes"] };

/** kube-state-metrics: what the API server knows of our workloads, as metrics. */
export class KubeStateMetrics extends pulumi.ComponentResource {
  constructor(name: string, args: KubeStateMetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:monitoring:KubeStateMetrics", name, {}, opts);
    const child = childOptions(this, opts);
    const { placement, namespaces } = args;
    const account = serviceAccount(name, placement, WORKLOAD, child);
    const access = { placement, workload: WORKLOAD, serviceAccountName: account.metadata.name };
    const grants = [
      ...Object.entries({ ...namespaces }).flatMap(([suffix, namespace]) =>
        readNamespace(`${name}-${suffix}`, access, namespace, rules(NAMESPACED), child),
      ),
      ...readCluster(name, access, rules(CLUSTER), child),
    ];
    server(
      name,
      {
        placement,
        workload: WORKLOAD,
        serviceAccountName: account.metadata.name,
        checklist: ["mon.10"],
        container: {
          name: "kube-state-metrics",
          image: placement.platform.image("kube-state-metrics"),
          args: [
            "--port=8080",
            "--telemetry-port=8081",
            `--resources=${resources().join(",")}`,
            `--namespaces=${namespaceList(args.namespaceNames).join(",")}`,
          ],
          ports: { http: 8080, telemetry: 8081 },
          resources: {
            cpu: { request: "20m", limit: "200m" },
            memory: { request: "64Mi", limit: "128Mi" },
            ephemeralStorage: { request: "16Mi", limit: "64Mi" },
          },
          probes: {
            startup: httpProbe("/livez", "http", { periodSeconds: 5, failureThreshold: 30 }),
            readiness: httpProbe("/readyz", "telemetry"),
            liveness: httpProbe("/livez", "http"),
          },
          mounts: [apiToken()],
        },
      },
      pulumi.mergeOptions(child, { dependsOn: grants }),
    );
    this.registerOutputs({});
  }
}

/** The kinds that it is told to export; it may read these and no others. */
export function resources(): string[] {
  return [...Object.values(NAMESPACED), ...Object.values(CLUSTER)].flat().sort();
}

function rules(kinds: Readonly<Record<string, readonly string[]>>): AccessRule[] {
  return Object.entries(kinds).map(([group, names]) => ({
    apiGroups: [group],
    resources: names,
    verbs: ["list", "watch"],
  }));
}
