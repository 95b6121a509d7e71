import type { types } from "@pulumi/kubernetes";
import type { Resources } from "../kubernetes/resources.ts";

/** What all pods of a namespace may ask for together. */
export interface Quota extends Resources {
  /** Pods at the same time, finished ones aside. Room for a surge of every rollout. */
  readonly pods: number;
  /** PersistentVolumeClaims. */
  readonly claims: number;
  /** Bytes of all claims together (`100Gi`). */
  readonly storage: string;
  /** The most that one container may ask for. */
  readonly largestContainer: { readonly cpu: string; readonly memory: string };
}

export function quotaSpec(quota: Quota): types.input.core.v1.ResourceQuotaSpec {
  return {
    hard: {
      "requests.cpu": quota.cpu.request,
      "limits.cpu": quota.cpu.limit,
      "requests.memory": quota.memory.request,
      "limits.memory": quota.memory.limit,
      "requests.ephemeral-storage": quota.ephemeralStorage.request,
      "limits.ephemeral-storage": quota.ephemeralStorage.limit,
      pods: String(quota.pods),
      persistentvolumeclaims: String(quota.claims),
      "requests.storage": quota.storage,
      // Traffic comes in through the edge only.
      "services.nodeports": "0",
      "services.loadbalancers": "0",
    },
  };
}

/** Bounds for what sets none of its own, such as the solver pods of cert-manager: small, so that it is noticed. */
export function limitRangeSpec(quota: Quota): types.input.core.v1.LimitRangeSpec {
  return {
    limits: [
      {
        type: "Container",
        defaultRequest: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "16Mi" },
        default: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "64Mi" },
        min: { cpu: "5m", memory: "8Mi" },
        max: quota.largestContainer,
      },
    ],
  };
}
