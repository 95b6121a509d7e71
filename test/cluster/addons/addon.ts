import type { Manifest, Place } from "./manifest.ts";

/** What addons are built from. */
export type AddonModule = "kubernetes" | "metrics-server" | "cert-manager" | "traefik";

/** Something that a cluster is expected to have beside Kubernetes itself. */
export interface Addon {
  readonly images: readonly AddonImage[];
  /** Beside whose programs the definitions of its custom resources are. Default: it has none. */
  readonly definitions?: AddonModule;
  readonly manifests: readonly Manifest[];
  readonly parts: readonly Part[];
}

/** An image of one program. It is made here, so no registry is ever asked. */
export interface AddonImage {
  readonly reference: string;
  readonly module: AddonModule;
  readonly program: string;
}

/** What shows that a part of an addon is ready: a field of an object. */
export interface Part {
  readonly name: string;
  /** Arguments of `kubectl get`. */
  readonly object: readonly string[];
  readonly jsonpath: string;
  readonly ready: string;
}

/** A Deployment of one pod. */
export function available({ name, namespace }: Place): Part {
  return {
    name,
    object: ["deployment", name, `--namespace=${namespace}`],
    jsonpath: "{.status.availableReplicas}",
    ready: "1",
  };
}
