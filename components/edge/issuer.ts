import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { type Workload, labels } from "../kubernetes/labels.ts";
import type { Platform } from "../kubernetes/platform.ts";
import { UID } from "../kubernetes/pod.ts";

/** Where certificates of the public hosts come from. */
export type IssuerArgs = AcmeIssuer | SelfSignedIssuer | ExistingIssuer;

/** A certificate authority with the ACME protocol, such as Let's Encrypt. */
export interface AcmeIssuer {
  readonly kind: "acme";
  /** Directory of the authority. Default: Let's Encrypt, production. */
  readonly server?: string;
  /** Whom the authority writes to. */
  readonly email: string;
  readonly solver: Http01 | Dns01;
}

/** Proves control of a host by answering a request on port 80, which must be open to the whole internet. */
export interface Http01 {
  readonly kind: "http01";
}

/** Proves control of a host by a DNS record: for hosts that the internet cannot reach. */
export interface Dns01 {
  readonly kind: "dns01";
  /**
   * One provider as cert-manager writes it under `dns01` (`{cloudflare: {apiTokenSecretRef: {name, key}}}`). The Secret
   * that it refers to is in the namespace of the certificates.
   */
  readonly provider: Readonly<Record<string, unknown>>;
}

/** No authority: browsers warn. For one machine. */
export interface SelfSignedIssuer {
  readonly kind: "self-signed";
}

/** An issuer that is there already. */
export interface ExistingIssuer {
  readonly kind: "existing";
  readonly name: string;
  /** An `Issuer` is looked for in the namespace of each certificate. */
  readonly issuerKind: "Issuer" | "ClusterIssuer";
}

/** How a `Certificate` names its issuer. */
export interface IssuerReference {
  readonly group: "cert-manager.io";
  readonly kind: "Issuer" | "ClusterIssuer";
  readonly name: Input<string>;
}

/** What answers http01: an Ingress of the class, or a route of the Gateway. */
export type Http01Route =
  | { readonly kind: "ingress"; readonly ingressClassName: string }
  | { readonly kind: "gateway"; readonly gatewayName: Input<string> };

/** The pods that answer http01 challenges: cert-manager makes them, network policies select them by this. */
export const acmeSolver: Workload = { app: "acme-solver", component: "certificates" };

/** Port of the pods that answer http01 challenges. */
export const ACME_SOLVER_PORT = 8089;

/** The issuer of one namespace. An `Issuer`, not a `ClusterIssuer`: other tenants of the cluster cannot use it. */
export function issuer(
  name: string,
  args: IssuerArgs,
  place: {
    readonly platform: Platform;
    readonly namespace: Input<string>;
    readonly http01: Http01Route;
  },
  options: CustomResourceOptions,
): IssuerReference {
  if (args.kind === "existing") {
    return { group: "cert-manager.io", kind: args.issuerKind, name: args.name };
  }
  const created = new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Issuer",
      metadata: {
        name: "public",
        namespace: place.namespace,
        labels: labels(place.platform, { app: "public", component: "certificates" }),
      },
      spec: issuerSpec(args, place.platform, place.http01),
    },
    options,
  );
  return {
    group: "cert-manager.io",
    kind: "Issuer",
    name: created.metadata.name,
  };
}

/** The specification of an issuer that we make. */
export function issuerSpec(
  args: AcmeIssuer | SelfSignedIssuer,
  platform: Platform,
  http01: Http01Route,
): Record<string, unknown> {
  if (args.kind === "self-signed") return { selfSigned: {} };
  return {
    acme: {
      server: args.server ?? "https://acme-v02.api.letsencrypt.org/directory",
      email: args.email,
      privateKeySecretRef: { name: "acme-account" },
      solvers: [
        args.solver.kind === "dns01"
          ? { dns01: args.solver.provider }
          : { http01: http01Solver(platform, http01) },
      ],
    },
  };
}

function http01Solver(platform: Platform, route: Http01Route): Record<string, unknown> {
  const common = {
    // The default is NodePort, which opens a port of every node for an answer that the controller forwards anyway.
    serviceType: "ClusterIP",
    podTemplate: {
      metadata: { labels: labels(platform, acmeSolver) },
      spec: {
        securityContext: {
          runAsNonRoot: true,
          runAsUser: UID,
          runAsGroup: UID,
          seccompProfile: { type: "RuntimeDefault" },
        },
        // The namespace's quota counts ephemeral-storage, which cert-manager does not set.
        resources: {
          requests: { cpu: "10m", memory: "64Mi", "ephemeral-storage": "16Mi" },
          limits: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "16Mi" },
        },
      },
    },
  };
  return route.kind === "ingress"
    ? { ingress: { ingressClassName: route.ingressClassName, ...common } }
    : {
        gatewayHTTPRoute: {
          parentRefs: [
            { group: "gateway.networking.k8s.io", kind: "Gateway", name: route.gatewayName },
          ],
          ...common,
        },
      };
}
