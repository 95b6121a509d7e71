import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";

/** A volume and the path at which one container sees it. A pod's volumes follow from its containers' mounts. */
export interface Mount {
  readonly volume: types.input.core.v1.Volume & { readonly name: string };
  readonly path: string;
  /** Default: true, except for {@link scratch} and claims, which exist to be written. */
  readonly readOnly?: boolean;
  /** One file or folder of the volume instead of all of it. Such a mount never sees later changes. */
  readonly subPath?: string;
}

/** Owner and group may read, nobody else. */
const OWNER_AND_GROUP_READ = 0o440;

/** The keys of a Secret as read-only files; with `keys`, only those. */
export function secretFiles(
  name: string,
  secretName: Input<string>,
  path: string,
  keys?: readonly string[],
): Mount {
  return {
    volume: {
      name,
      secret: {
        secretName,
        defaultMode: OWNER_AND_GROUP_READ,
        ...(keys && { items: keys.map((key) => ({ key, path: key })) }),
      },
    },
    path,
  };
}

/** The keys of a ConfigMap as read-only files. `executable` is for scripts. */
export function configFiles(
  name: string,
  configMapName: Input<string>,
  path: string,
  { executable = false }: { executable?: boolean } = {},
): Mount {
  return {
    volume: {
      name,
      configMap: { name: configMapName, defaultMode: executable ? 0o555 : 0o444 },
    },
    path,
  };
}

/** A writable, empty directory that ends with the pod. `sizeLimit` counts against ephemeral-storage. */
export function scratch(
  name: string,
  path: string,
  sizeLimit: string,
  { memory = false }: { memory?: boolean } = {},
): Mount {
  return {
    volume: { name, emptyDir: { sizeLimit, ...(memory && { medium: "Memory" }) } },
    path,
    readOnly: false,
  };
}

/** An existing PersistentVolumeClaim. */
export function claim(
  name: string,
  claimName: Input<string>,
  path: string,
  { readOnly = false }: { readOnly?: boolean } = {},
): Mount {
  return {
    volume: { name, persistentVolumeClaim: { claimName, ...(readOnly && { readOnly }) } },
    path,
    readOnly,
  };
}

/**
 * A token for the API server that the kubelet rotates, with what in-cluster clients expect beside it.
 * It replaces the automatic mount, so that only the container that needs the API holds a token.
 */
export function apiToken(): Mount {
  return {
    volume: {
      name: "api-token",
      projected: {
        defaultMode: OWNER_AND_GROUP_READ,
        sources: [
          { serviceAccountToken: { path: "token", expirationSeconds: 3600 } },
          {
            configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] },
          },
          {
            downwardAPI: {
              items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }],
            },
          },
        ],
      },
    },
    path: "/var/run/secrets/kubernetes.io/serviceaccount",
  };
}

/** A volume of the StatefulSet's claim templates, which the controller adds to each pod by its name. */
export function claimTemplate(name: string, path: string): Mount {
  return { volume: { name }, path, readOnly: false };
}
