import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import { type Workload, labels } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { CERT_MANAGER_API, LEAF, type Lifetime, certificateSpec } from "./certificate-spec.ts";

/** Arguments of {@link leafCertificate}. */
export interface LeafArgs {
  readonly placement: Pick<Placement, "platform" | "namespace">;
  /** Its `app` is the common name, by which mutual TLS tells clients apart. */
  readonly workload: Workload;
  /** Issuer in the same namespace: see `InternalCa.issuerName`. */
  readonly issuerName: pulumi.Input<string>;
  /** Services that clients reach it by, each in all the forms that cluster DNS knows. Default: none, for clients. */
  readonly services?: readonly string[];
  /** Default: 90 days, renewed 30 days before. */
  readonly lifetime?: Lifetime;
}

/** The Secret that cert-manager fills, and the resource to wait for. */
export interface Leaf {
  readonly secretName: pulumi.Output<string>;
  readonly certificate: pulumi.Resource;
}

/** Files in the Secret of a certificate. */
export const TLS_FILES = { certificate: "tls.crt", key: "tls.key", ca: "ca.crt" } as const;

/** Name of the Secret with a workload's certificate. */
export function leafSecretName({ app }: Pick<Workload, "app">): string {
  return `${app}-tls`;
}

/** A certificate of the internal CA for both ends of a connection. */
export function leafCertificate(
  name: string,
  args: LeafArgs,
  opts: pulumi.CustomResourceOptions,
): Leaf {
  const { platform, namespace } = args.placement;
  const secretName = leafSecretName(args.workload);
  const certificate = new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: CERT_MANAGER_API,
      kind: "Certificate",
      metadata: {
        name: secretName,
        namespace,
        labels: labels(platform, args.workload),
        annotations: decides("sec.6"),
      },
      spec: certificateSpec({
        secretName,
        issuerName: args.issuerName,
        commonName: args.workload.app,
        dnsNames: pulumi
          .output(namespace)
          .apply((known) => [
            args.workload.app,
            ...(args.services ?? []).flatMap((service) => serviceNames(service, known)),
          ])
          .apply((names) => [...new Set(names)]),
        usages: ["digital signature", "server auth", "client auth"],
        lifetime: args.lifetime ?? LEAF,
      }),
    },
    opts,
  );
  return { secretName: certificate.metadata.name, certificate };
}

/** The names of a Service inside the cluster, but for the cluster's own domain, which only its operator knows. */
export function serviceNames(service: string, namespace: string): string[] {
  return [service, `${service}.${namespace}`, `${service}.${namespace}.svc`];
}
