import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "./checklist.ts";
import { type Workload, labels } from "./labels.ts";
import type { Placement } from "./platform.ts";

/**
 * Settings of a workload, named after their content. Changed settings are a new object with a new name: the
 * consumer rolls, and until it has, and after a rollback, the old pods find the settings they were started with.
 *
 * @param checklist what these settings decide, beyond being there
 */
export function configMap(
  name: string,
  placement: Placement,
  workload: Workload,
  data: Readonly<Record<string, pulumi.Input<string>>>,
  opts: pulumi.CustomResourceOptions,
  checklist: readonly string[] = [],
): k8s.core.v1.ConfigMap {
  return new k8s.core.v1.ConfigMap(
    name,
    {
      metadata: {
        name: configMapName(name, data),
        namespace: placement.namespace,
        labels: labels(placement.platform, workload),
        annotations: decides("conf.3", "step4.3", ...checklist),
      },
      immutable: true,
      data,
    },
    opts,
  );
}

/** The name that these settings have, or will have. */
export function configMapName(
  name: string,
  data: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<string> {
  return pulumi.output(data).apply((known) => `${name}-${contentHash(known)}`);
}

/** The first 32 bits of the SHA-256 of the data, keys sorted, as hexadecimal digits. */
export function contentHash(data: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 8);
}
