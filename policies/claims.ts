import { type Resource, at, isKind, list, record } from "./graph.ts";
import { join } from "./unknown.ts";
import { podOf, podPath } from "./workloads.ts";

/** A claim of storage, wherever it is written. */
export interface Claim {
  readonly spec: unknown;
  /** Path of its `spec`. */
  readonly path: string;
}

export function claimsOf(resource: Resource): Claim[] {
  const { inputs } = resource;
  if (isKind(resource, "PersistentVolumeClaim", "")) {
    return [{ spec: at(inputs, "spec"), path: "spec" }];
  }
  const pod = podOf(resource);
  if (!pod) return [];
  return [
    ...templatesOf(resource),
    ...list(pod.spec["volumes"]).flatMap((volume, index): Claim[] => {
      const template = at(volume, "ephemeral", "volumeClaimTemplate");
      const path = `${join(podPath(pod, "spec", "volumes"), index)}.ephemeral.volumeClaimTemplate.spec`;
      return record(template) ? [{ spec: at(template, "spec"), path }] : [];
    }),
  ];
}

/** Claims that a StatefulSet makes, which outlive its pods. */
export function templatesOf(resource: Resource): Claim[] {
  if (!isKind(resource, "StatefulSet")) return [];
  const path = "spec.volumeClaimTemplates";
  return list(at(resource.inputs, "spec", "volumeClaimTemplates")).map((template, index) => ({
    spec: at(template, "spec"),
    path: `${join(path, index)}.spec`,
  }));
}
