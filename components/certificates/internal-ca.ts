import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import { type Workload, labels } from "../kubernetes/labels.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { CERT_MANAGER_API, type Lifetime, certificateSpec } from "./certificate-spec.ts";

/** Arguments of {@link InternalCa}. */
export interface InternalCaArgs {
  /** The issuer is good for this namespace only: its key must not sign for another one. */
  readonly placement: Pick<Placement, "platform" | "namespace">;
  /**
   * How long the authority's own certificate is valid, and when it is renewed.
   * Default: 10 years, renewed 1 year before, longer than any certificate it signs.
   */
  readonly lifetime?: Lifetime;
}

const WORKLOAD: Workload = { app: "internal-ca", component: "certificates" };

const TEN_YEARS: Lifetime = { days: 3650, renewDays: 365 };

/** A certificate authority for the traffic between our own pods: database, pooler and backup repository. */
export class InternalCa extends pulumi.ComponentResource {
  /** Name of the Issuer that signs, in the placement's namespace. */
  readonly issuerName: pulumi.Output<string>;

  constructor(name: string, args: InternalCaArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:certificates:InternalCa", name, {}, opts);
    const { platform, namespace } = args.placement;
    const metadata = (objectName: string) => ({
      name: objectName,
      namespace,
      labels: labels(platform, WORKLOAD),
    });
    const child = childOptions(this, opts);

    const root = new k8s.apiextensions.CustomResource(
      `${name}-self-signed`,
      {
        apiVersion: CERT_MANAGER_API,
        kind: "Issuer",
        metadata: metadata("internal-ca-self-signed"),
        spec: { selfSigned: {} },
      },
      child,
    );
    const certificate = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: CERT_MANAGER_API,
        kind: "Certificate",
        metadata: metadata("internal-ca"),
        spec: certificateSpec({
          secretName: "internal-ca",
          issuerName: root.metadata.name,
          commonName: `${platform.instance} internal CA`,
          usages: ["cert sign", "crl sign"],
          lifetime: args.lifetime ?? TEN_YEARS,
          authority: true,
        }),
      },
      child,
    );
    const issuer = new k8s.apiextensions.CustomResource(
      `${name}-issuer`,
      {
        apiVersion: CERT_MANAGER_API,
        kind: "Issuer",
        metadata: metadata("internal-ca"),
        spec: { ca: { secretName: "internal-ca" } },
      },
      { parent: this, dependsOn: certificate },
    );

    this.issuerName = issuer.metadata.name;
    this.registerOutputs({ issuerName: this.issuerName });
  }
}
