import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { type Workload, labels, selector } from "./labels.ts";
import type { Placement } from "./platform.ts";

/**
 * One pod at a time may be evicted, and a pod that is not healthy anyway never holds up a node drain.
 * `maxUnavailable` rather than `minAvailable`, so that a single replica can still be drained.
 */
export function disruptionBudget(
  name: string,
  placement: Placement,
  workload: Workload,
  opts: CustomResourceOptions,
): k8s.policy.v1.PodDisruptionBudget {
  return new k8s.policy.v1.PodDisruptionBudget(
    name,
    {
      metadata: {
        name: workload.app,
        namespace: placement.namespace,
        labels: labels(placement.platform, workload),
      },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: selector(workload) },
      },
    },
    opts,
  );
}
