import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { type Workload, labels } from "./labels.ts";
import type { Placement } from "./platform.ts";

/** A service account of the workload's own, without a token: who needs the API mounts one, see `apiToken`. */
export function serviceAccount(
  name: string,
  placement: Placement,
  workload: Workload,
  opts: CustomResourceOptions,
): k8s.core.v1.ServiceAccount {
  return new k8s.core.v1.ServiceAccount(
    name,
    {
      metadata: {
        name: workload.app,
        namespace: placement.namespace,
        labels: labels(placement.platform, workload),
      },
      automountServiceAccountToken: false,
    },
    opts,
  );
}
