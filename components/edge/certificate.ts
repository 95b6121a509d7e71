import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { goDuration } from "../certificates/index.ts";
import { decides } from "../kubernetes/checklist.ts";
import { labels } from "../kubernetes/labels.ts";
import type { Platform } from "../kubernetes/platform.ts";
import type { IssuerReference } from "./issuer.ts";

/** A host name as part of an object's name. */
export function slug(host: string): string {
  return host.replaceAll(".", "-").replaceAll("*", "wildcard");
}

/** Name of the Secret that holds a host's certificate. */
export function tlsSecretName(host: string): string {
  return `tls-${slug(host)}`;
}

/** The certificate of one public host, renewed by cert-manager with a new key each time. */
export function certificate(
  name: string,
  host: string,
  place: {
    readonly platform: Platform;
    readonly namespace: Input<string>;
    readonly issuer: IssuerReference;
    /** Whether it is its own issuer. */
    readonly selfSigned: boolean;
    readonly renewBeforeDays: number;
  },
  options: CustomResourceOptions,
): k8s.apiextensions.CustomResource {
  return new k8s.apiextensions.CustomResource(
    `${name}-${slug(host)}`,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: {
        name: slug(host),
        namespace: place.namespace,
        labels: labels(place.platform, { app: "public", component: "certificates" }),
        annotations: decides("sec.6"),
      },
      spec: {
        ...certificateSpec(host, place.issuer, place.renewBeforeDays),
        // An issuer without a name is none to OpenSSL: nobody could verify by it. Public authorities want none.
        ...(place.selfSigned && { commonName: host }),
      },
    },
    options,
  );
}

/** Days from issue to expiry: what public authorities give at most to those who renew by machine. */
const VALID_DAYS = 90;

/** The specification of a host's certificate. */
export function certificateSpec(
  host: string,
  issuerRef: IssuerReference,
  renewBeforeDays: number,
): Record<string, unknown> {
  if (renewBeforeDays <= 0 || renewBeforeDays >= VALID_DAYS) {
    throw new RangeError(
      `A certificate of ${VALID_DAYS} days cannot be renewed ${renewBeforeDays} days before its end.`,
    );
  }
  return {
    secretName: tlsSecretName(host),
    dnsNames: [host],
    issuerRef,
    duration: goDuration(VALID_DAYS),
    renewBefore: goDuration(renewBeforeDays),
    revisionHistoryLimit: 1,
    privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Always" },
    usages: ["digital signature", "server auth"],
  };
}
