import type { Input } from "@pulumi/pulumi";

export const CERT_MANAGER_API = "cert-manager.io/v1";

/** How long a certificate is valid. */
export interface Lifetime {
  /** Days from issue to expiry. */
  readonly days: number;
  /** Days before expiry at which cert-manager renews it. */
  readonly renewDays: number;
}

/** Ninety days, renewed a month before: a renewal that fails leaves people weeks to notice the alert. */
export const LEAF: Lifetime = { days: 90, renewDays: 30 };

/** What a certificate says and who signs it. */
export interface CertificateArgs {
  readonly secretName: string;
  readonly issuerName: Input<string>;
  readonly commonName: string;
  readonly dnsNames?: Input<readonly string[]>;
  readonly usages: readonly string[];
  readonly lifetime: Lifetime;
  /** May sign others. Default: false. */
  readonly authority?: boolean;
}

/** The `spec` of a cert-manager Certificate. Refuses lifetimes that would leave it expired or always renewing. */
export function certificateSpec(args: CertificateArgs): Record<string, unknown> {
  const { lifetime, authority = false } = args;
  if (lifetime.renewDays <= 0 || lifetime.renewDays >= lifetime.days) {
    throw new RangeError(
      `Certificate ${args.commonName}: renewal ${lifetime.renewDays} days before expiry does not fit into ` +
        `${lifetime.days} days of validity. Example: 90 and 30.`,
    );
  }
  return {
    secretName: args.secretName,
    commonName: args.commonName,
    ...(args.dnsNames && { dnsNames: args.dnsNames }),
    ...(authority && { isCA: true }),
    usages: [...args.usages],
    duration: goDuration(lifetime.days),
    renewBefore: goDuration(lifetime.renewDays),
    privateKey: {
      algorithm: "ECDSA",
      size: 256,
      // An authority keeps its key, so that what it signed before its renewal verifies against it after.
      rotationPolicy: authority ? "Never" : "Always",
    },
    issuerRef: { name: args.issuerName, kind: "Issuer", group: "cert-manager.io" },
  };
}

/** A Go duration in the form that cert-manager's webhook gives it: any other would be a change in each update. */
export function goDuration(days: number): string {
  return `${days * 24}h0m0s`;
}
