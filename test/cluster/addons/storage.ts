import { join } from "node:path";
import { NODE, PATHS } from "../layout.ts";
import type { Addon } from "./addon.ts";
import type { Manifest } from "./manifest.ts";

const CLASS = "local";
/** Larger than anything that a test asks for: the folders are not limited. */
const SIZE = "10Ti";
const VOLUMES = Array.from({ length: 32 }, (_each, index) => `local-${index}`);

/** The folders that volumes are. */
export const volumeFolders = VOLUMES.map(folderOf);

/** A default class, and folders of the node for what claims it. */
export const storage: Addon = {
  images: [],
  manifests: [
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: CLASS,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "kubernetes.io/no-provisioner",
      reclaimPolicy: "Retain",
      volumeBindingMode: "WaitForFirstConsumer",
    },
    ...VOLUMES.map(volume),
  ],
  parts: [],
};

function volume(name: string): Manifest {
  const onNode = { key: "kubernetes.io/hostname", operator: "In", values: [NODE] };
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      capacity: { storage: SIZE },
      accessModes: ["ReadWriteOnce", "ReadWriteMany"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: CLASS,
      local: { path: folderOf(name) },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [onNode] }] } },
    },
  };
}

function folderOf(name: string): string {
  return join(PATHS.volumes, name);
}
