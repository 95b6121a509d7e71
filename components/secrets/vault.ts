import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { EXTERNAL_SECRETS } from "./store.ts";

/** A Vault, and how its secrets are reached. */
export interface VaultArgs {
  /** Address (`https://vault.example.com`). */
  readonly server: string;
  /** Certificate of the authority that signed Vault's, in PEM. Default: the public authorities. */
  readonly ca?: string;
  /** Mount of the key-value engine, version 2. */
  readonly mount: string;
  /** Folder below which this stack's secrets are. */
  readonly folder: string;
  /** Mount of the Kubernetes authentication. */
  readonly authMount: string;
  /** Role that may read the folder, bound to the service account `external-secrets` of our namespaces. */
  readonly role: string;
  /** How often the operator looks for changes, as a duration (`1h`). */
  readonly refreshInterval: string;
}

/** Lets the External Secrets operator read from Vault, as a service account that can do nothing else. */
export function vaultStore(
  name: string,
  args: VaultArgs,
  metadata: { readonly namespace: pulumi.Input<string>; readonly labels: Record<string, string> },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const account = new k8s.core.v1.ServiceAccount(
    name,
    {
      metadata: { ...metadata, name: "external-secrets" },
      automountServiceAccountToken: false,
    },
    opts,
  );
  const store = new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: EXTERNAL_SECRETS,
      kind: "SecretStore",
      metadata: { ...metadata, name: "vault" },
      spec: {
        provider: {
          vault: {
            server: args.server,
            path: args.mount,
            version: "v2",
            ...(args.ca !== undefined && {
              caBundle: Buffer.from(args.ca).toString("base64"),
            }),
            auth: {
              kubernetes: {
                mountPath: args.authMount,
                role: args.role,
                serviceAccountRef: { name: account.metadata.name },
              },
            },
          },
        },
      },
    },
    opts,
  );
  return store.metadata.name;
}
