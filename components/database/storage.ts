import type { types } from "@pulumi/kubernetes";
import type { Labels } from "../kubernetes/labels.ts";

/** A volume to ask for. */
export interface Storage {
  /** StorageClass. Default: the cluster's own default. */
  readonly storageClass?: string;
  /** Size (`20Gi`). A volume can grow later if its class allows it, and never shrink. */
  readonly size: string;
}

export function claimSpec(storage: Storage): types.input.core.v1.PersistentVolumeClaimSpec {
  return {
    accessModes: ["ReadWriteOnce"],
    ...(storage.storageClass !== undefined && { storageClassName: storage.storageClass }),
    resources: { requests: { storage: storage.size } },
  };
}

/**
 * One claim template of a StatefulSet. Neither scaling to zero nor deletion takes the data along.
 * `labels` are the stable ones, because a template can never be changed.
 */
export function retainedClaim(
  name: string,
  storage: Storage,
  labels: Labels,
): Pick<
  types.input.apps.v1.StatefulSetSpec,
  "volumeClaimTemplates" | "persistentVolumeClaimRetentionPolicy"
> {
  return {
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    volumeClaimTemplates: [{ metadata: { name, labels }, spec: claimSpec(storage) }],
  };
}
