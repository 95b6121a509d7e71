import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import type { SecretHandle } from "./handles.ts";

/** Where the secrets of one namespace come from. */
export type SecretSource =
  /** Generated here, or given as encrypted configuration of the stack. */
  | { readonly kind: "pulumi" }
  /** Kept in Vault, and copied into the cluster by the External Secrets operator. */
  | {
      readonly kind: "vault";
      /** Name of the SecretStore in the namespace: see `vaultStore`. */
      readonly store: pulumi.Input<string>;
      /** Folder below which this stack's secrets are (`taskflow/production`). */
      readonly folder: string;
      /** How often the operator looks for changes, as a duration (`1h`). */
      readonly refreshInterval: string;
    };

/** One file of a Secret. */
export interface SecretFile {
  /** Makes the value. Not called when Vault has it: then nothing is generated either. */
  readonly value: () => pulumi.Input<string>;
  /** Where Vault has it: entry below the path, and property of the entry. */
  readonly vault: { readonly entry: string; readonly property: string };
}

/** One Secret to be. */
export interface SecretSpec {
  /** Its name for people: part of the object's name, or all of it when Vault is the source. */
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly labels: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, SecretFile>>;
  /** Whether the Secret has exactly its name and changes in place: for readers outside the program that know it by it. */
  readonly fixedName?: true;
  /** Default: `Opaque`. */
  readonly type?: "kubernetes.io/dockerconfigjson";
  /** Ids of the checklist that it decides, beyond being there. */
  readonly checklist?: readonly string[];
}

/** External Secrets API that is declared. Its `v1` is stable since 0.16 of the operator. */
export const EXTERNAL_SECRETS = "external-secrets.io/v1";

/** Declares a Secret, or what makes the operator create it. */
export function secretFrom(
  source: SecretSource,
  logicalName: string,
  spec: SecretSpec,
  opts: pulumi.CustomResourceOptions,
): SecretHandle {
  const keys = Object.keys(spec.files);
  const metadata = {
    namespace: spec.namespace,
    labels: { ...spec.labels },
    annotations: decides("conf.2", "step4.2", ...(spec.checklist ?? [])),
  };
  if (source.kind === "pulumi") {
    const secret = new k8s.core.v1.Secret(
      logicalName,
      {
        // Unnamed and immutable: new content is a new object, so consumers roll, and those that have not rolled
        // yet keep what they were started with.
        ...(spec.fixedName
          ? { metadata: { ...metadata, name: spec.name } }
          : { metadata, immutable: true }),
        type: spec.type ?? "Opaque",
        stringData: Object.fromEntries(
          Object.entries(spec.files).map(([key, file]) => [key, pulumi.secret(file.value())]),
        ),
      },
      opts,
    );
    return { secretName: secret.metadata.name, keys };
  }
  const external = new k8s.apiextensions.CustomResource(
    logicalName,
    {
      apiVersion: EXTERNAL_SECRETS,
      kind: "ExternalSecret",
      metadata: { ...metadata, name: spec.name },
      spec: {
        refreshInterval: source.refreshInterval,
        secretStoreRef: { kind: "SecretStore", name: source.store },
        target: {
          name: spec.name,
          creationPolicy: "Owner",
          deletionPolicy: "Retain",
          ...(spec.type !== undefined && { template: { type: spec.type } }),
        },
        data: Object.entries(spec.files).map(([secretKey, { vault }]) => ({
          secretKey,
          remoteRef: { key: `${source.folder}/${vault.entry}`, property: vault.property },
        })),
      },
    },
    opts,
  );
  return { secretName: external.metadata.apply(() => spec.name), keys };
}
