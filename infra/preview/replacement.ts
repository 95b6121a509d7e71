import type { PreviewedResource } from "./document.ts";
import { isRecord, physicalName } from "./names.ts";

/** Fields that the provider cannot change in place, by type without its version: a change replaces the object. */
const replacing: Readonly<Record<string, readonly string[]>> = {
  "apps:DaemonSet": ["spec.selector"],
  "apps:Deployment": ["spec.selector"],
  "apps:StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch:Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "core:ConfigMap": ["data", "binaryData"],
  "core:PersistentVolumeClaim": [
    "spec.accessModes",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeName",
  ],
  "core:ResourceQuota": ["spec.scopes"],
  "core:Secret": ["type", "data", "stringData"],
  "core:Service": ["spec.clusterIP"],
  "rbac.authorization.k8s.io:ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io:RoleBinding": ["roleRef"],
  "storage.k8s.io:StorageClass": ["parameters", "provisioner"],
};

/** Fields of every object of the cluster. */
const replacingEverywhere = ["metadata.name", "metadata.namespace"];

/**
 * Whether a change at this path of the inputs makes the provider replace the resource.
 * Source: `forceNew` in provider/pkg/provider/diff.go of pulumi-kubernetes 4.33, where ConfigMaps and Secrets are
 * immutable unless the provider is told otherwise; random and command by their schemas.
 */
export function forcesReplacement(type: string, path: readonly string[]): boolean {
  const dotted = path.join(".");
  const [provider = "", module = "", kind = ""] = type.split(":");
  if (provider === "random") return true;
  if (provider === "command") return path[0] === "triggers";
  if (provider !== "kubernetes") return false;
  const [group = ""] = module.split("/");
  const fields = [...replacingEverywhere, ...(replacing[`${group}:${kind}`] ?? [])];
  return fields.some((field) => dotted === field || dotted.startsWith(`${field}.`));
}

/**
 * Whether the old one must be gone before the new one can be made: two objects cannot share one fixed name. Until
 * then nothing serves in its place.
 */
export function deletesFirst(before: PreviewedResource, after: PreviewedResource): boolean {
  if (after.options.deleteBeforeReplace) return true;
  if (isAutonamed(after)) return false;
  const [old, renewed] = [physicalName(before), physicalName(after)];
  return (
    old !== undefined &&
    renewed !== undefined &&
    old.name === renewed.name &&
    old.namespace === renewed.namespace
  );
}

/** Whether the provider makes up a name, each time another one. */
function isAutonamed({ inputs }: PreviewedResource): boolean {
  const { annotations } = isRecord(inputs["metadata"]) ? inputs["metadata"] : {};
  return isRecord(annotations) && annotations["pulumi.com/autonamed"] === "true";
}
