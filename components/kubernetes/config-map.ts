import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { decides } from "./checklist.ts";
import { type Workload, labels } from "./labels.ts";
import type { Placement } from "./platform.ts";

/**
 * Settings of a workload, named after their content, in Pulumi's state as in the cluster. Changed settings are another
 * object: the consumer rolls, and until it has, and after a rollback, the old pods find the settings they were started
 * with. The old object is no replaced one: those wait in the state for their deletion when an update fails, and nobody
 * could go back to their name.
 *
 * Where they are retained, a ReplicaSet of a release before still finds them when it is rolled back to. Then the provider
 * must take what it finds under their name, since a release may come back by an update too.
 *
 * @param checklist what these settings decide, beyond being there
 */
export function configMap(
  name: string,
  placement: Placement,
  workload: Workload,
  data: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
  checklist: readonly string[] = [],
): k8s.core.v1.ConfigMap {
  const named = configMapName(name, data);
  return new k8s.core.v1.ConfigMap(
    named,
    {
      metadata: {
        name: named,
        namespace: placement.namespace,
        labels: labels(placement.platform, workload),
        annotations: {
          ...decides("conf.3", "step4.3", ...checklist),
          // Whoever has declared them before does no longer.
          ...(opts.retainOnDelete && { "pulumi.com/patchForce": "true" }),
        },
      },
      immutable: true,
      data,
    },
    opts,
  );
}

/** The name that these settings have, or will have. */
export function configMapName(name: string, data: Readonly<Record<string, string>>): string {
  return `${name}-${contentHash(data)}`;
}

/** The first 32 bits of the SHA-256 of the data, keys sorted, as hexadecimal digits. */
export function contentHash(data: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 8);
}
