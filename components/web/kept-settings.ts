import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { configMap } from "../kubernetes/config-map.ts";
import type { Workload } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";

/** Where settings of a release are kept when another one is declared. */
export interface KeptSettings {
  /**
   * Provider that takes over settings which are there already (`upsertExistingObjects`): a release that comes back finds
   * its own. Default: the component's, by which they must not be there.
   */
  readonly settingsProvider?: pulumi.ProviderResource;
}

/**
 * Settings of pods that a rollback may start again. The ReplicaSets of a few releases before are kept, and without these
 * their pods would wait for ever. They go with the namespace.
 */
export function keptSettings(
  name: string,
  { placement, settingsProvider }: KeptSettings & { readonly placement: Placement },
  workload: Workload,
  data: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
  checklist: readonly string[],
): k8s.core.v1.ConfigMap {
  const kept = {
    ...opts,
    retainOnDelete: true,
    ...(settingsProvider && { provider: settingsProvider }),
  };
  return configMap(name, placement, workload, data, kept, checklist);
}
