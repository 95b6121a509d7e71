import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import { disruptionBudget } from "../kubernetes/disruption-budget.ts";
import { type Workload, labels, selector } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { type ContainerArgs, type PodArgs, pod } from "../kubernetes/pod.ts";
import { PROGRESS_DEADLINE_SECONDS, rolloutTimeouts } from "../kubernetes/rollout.ts";
import { claimTemplate } from "../kubernetes/volumes.ts";

/** The claim of a server's one replica. */
export interface Storage {
  /** In bytes (`20Gi`). Claims can grow where their class allows it, and never shrink. */
  readonly size: string;
  /** StorageClass. Default: the cluster's default class. */
  readonly storageClass?: string;
  /** Refuse to delete what holds the claim. Default: false, for stacks that come and go. */
  readonly protect?: boolean;
}

export interface ServerArgs {
  readonly placement: Placement;
  readonly workload: Workload;
  readonly serviceAccountName: Input<string>;
  /** The container; its first port is the Service's and the one that has `/metrics`. */
  readonly container: ContainerArgs & { readonly ports: Readonly<Record<string, number>> };
  /** Port of `/metrics` where it is not the first. */
  readonly metricsPort?: number;
  /** Where the container sees its claim, and the claim. Default: none, for servers without state. */
  readonly data?: { readonly path: string; readonly storage: Storage };
  readonly terminationGracePeriodSeconds?: number;
  /** Ids of the checklist that it decides. */
  readonly checklist: readonly string[];
}

/**
 * One replica behind a Service: with data a StatefulSet, whose claim outlives it, else a Deployment. A second
 * replica of these servers would be a second, different set of data and not a spare.
 */
export function server(
  name: string,
  args: ServerArgs,
  opts: CustomResourceOptions,
): { readonly serviceName: Output<string> } {
  const { placement, workload, container, data } = args;
  const [[portName, port] = ["http", 0]] = Object.entries(container.ports);
  const metadata = {
    name: workload.app,
    namespace: placement.namespace,
    labels: labels(placement.platform, workload),
  };

  const service = new k8s.core.v1.Service(
    name,
    {
      metadata,
      spec: {
        type: "ClusterIP",
        // The governing Service of a StatefulSet is headless; with one replica that saves a hop, too.
        ...(data && { clusterIP: "None" }),
        selector: selector(workload),
        ports: [{ name: portName, port, targetPort: portName }],
      },
    },
    opts,
  );
  const podArgs: PodArgs = {
    placement,
    workload,
    serviceAccountName: args.serviceAccountName,
    containers: [
      {
        ...container,
        mounts: [...(container.mounts ?? []), ...(data ? [claimTemplate("data", data.path)] : [])],
      },
    ],
    metrics: { port: args.metricsPort ?? port },
    ...(args.terminationGracePeriodSeconds !== undefined && {
      terminationGracePeriodSeconds: args.terminationGracePeriodSeconds,
    }),
  };
  const common = {
    replicas: 1,
    revisionHistoryLimit: 5,
    selector: { matchLabels: selector(workload) },
    template: pod(podArgs),
  };
  if (data) {
    new k8s.apps.v1.StatefulSet(
      name,
      {
        metadata: { ...metadata, annotations: decides(...args.checklist) },
        spec: {
          ...common,
          serviceName: service.metadata.name,
          persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
          volumeClaimTemplates: [claim(placement, workload, data.storage)],
        },
      },
      { ...opts, protect: data.storage.protect ?? false },
    );
  } else {
    new k8s.apps.v1.Deployment(
      name,
      {
        metadata: { ...metadata, annotations: decides(...args.checklist) },
        spec: {
          ...common,
          progressDeadlineSeconds: PROGRESS_DEADLINE_SECONDS,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        },
      },
      { ...opts, customTimeouts: rolloutTimeouts(common.replicas) },
    );
  }
  disruptionBudget(name, placement, workload, opts);
  return { serviceName: service.metadata.name };
}

function claim({ platform }: Placement, workload: Workload, { size, storageClass }: Storage) {
  return {
    metadata: { name: "data", labels: labels(platform, workload) },
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...(storageClass !== undefined && { storageClassName: storageClass }),
      resources: { requests: { storage: size } },
    },
  };
}
