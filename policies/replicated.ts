import { at, isKind } from "./graph.ts";
import { isUnset } from "./pods.ts";
import { labelSelector, labelsOf } from "./selectors.ts";
import type { Pod } from "./workloads.ts";

/** Whether there may be several of it that do the same, so that where they run matters. */
export function mayBeReplicated({ resource }: Pod): boolean {
  if (!isKind(resource, "Deployment", "apps") && !isKind(resource, "StatefulSet", "apps"))
    return false;
  const replicas = at(resource.inputs, "spec", "replicas");
  // Without a number, an autoscaler has it.
  return isUnset(replicas) || typeof replicas !== "number" || replicas > 1;
}

/** Whether a selector selects the pods of the workload itself. */
export function selectsItself(pod: Pod, selector: unknown): boolean {
  return labelSelector(selector).selects(labelsOf(at(pod.metadata, "labels")));
}
