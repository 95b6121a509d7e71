import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import { type Workload, labels, selector } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { type ContainerArgs, pod } from "../kubernetes/pod.ts";
import type { Mount } from "../kubernetes/volumes.ts";

export interface AgentArgs {
  readonly placement: Placement;
  readonly workload: Workload;
  readonly serviceAccountName: Input<string>;
  readonly container: ContainerArgs;
  readonly metricsPort: number;
  /** Ids of the checklist that it decides. */
  readonly checklist: readonly string[];
  /** Replaces the pod's user, for an agent that cannot do its work as ours. */
  readonly podSecurityContext?: types.input.core.v1.PodSecurityContext;
}

/** One pod on each node, tainted ones included, replaced node by node. */
export function agent(name: string, args: AgentArgs, opts: CustomResourceOptions): void {
  const { placement, workload } = args;
  new k8s.apps.v1.DaemonSet(
    name,
    {
      metadata: {
        name: workload.app,
        namespace: placement.namespace,
        labels: labels(placement.platform, workload),
        annotations: decides(...args.checklist),
      },
      spec: {
        revisionHistoryLimit: 5,
        selector: { matchLabels: selector(workload) },
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
        template: pod({
          placement,
          workload,
          serviceAccountName: args.serviceAccountName,
          containers: [args.container],
          metrics: { port: args.metricsPort },
          spec: {
            // A node that takes no other pods has logs and metrics all the same.
            tolerations: [{ operator: "Exists" }],
            ...(args.podSecurityContext && { securityContext: args.podSecurityContext }),
          },
        }),
      },
    },
    opts,
  );
}

/** A folder of the node, to be read. */
export function hostFolder(name: string, path: string, mountPath = path): Mount {
  return { volume: { name, hostPath: { path, type: "Directory" } }, path: mountPath };
}
