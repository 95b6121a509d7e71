import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { type Mount, claim } from "../kubernetes/volumes.ts";
import { PATHS, WORKLOADS } from "./names.ts";
import { type Storage, claimSpec } from "./storage.ts";

/** A volume of their own for the logical copies of a database that is elsewhere. */
export function copyVolume(
  name: string,
  { placement, storage }: { readonly placement: Placement; readonly storage: Storage },
  opts: pulumi.CustomResourceOptions,
): Mount {
  const workload = WORKLOADS.copy;
  const volume = new k8s.core.v1.PersistentVolumeClaim(
    name,
    {
      metadata: {
        name: workload.app,
        namespace: placement.namespace,
        labels: labels(placement.platform, workload),
        // Many classes make a volume with its first pod, which comes with the first release.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: claimSpec(storage),
    },
    { ...opts, retainOnDelete: true },
  );
  return claim("copies", volume.metadata.name, PATHS.copies);
}
