import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import type { Workload } from "../kubernetes/labels.ts";
import type { Platform } from "../kubernetes/platform.ts";
import type { IssuerArgs } from "./issuer.ts";
import type { Site } from "./routes.ts";

/** Records that external-dns keeps. */
export interface DnsRecords {
  /** Seconds for which resolvers keep an answer. Default: 300, so that a change of address is over in minutes. */
  readonly ttlSeconds?: number;
  /** What the hosts point at. Default: the load balancer's address; with a CDN it is the CDN's host name. */
  readonly target?: string;
}

/** What an adapter needs to say in its controller's language what the edge has decided. */
export interface AdapterContext {
  /** Name of the component: prefix of the logical names. */
  readonly name: string;
  readonly platform: Platform;
  /** Namespace of the application. */
  readonly namespace: Input<string>;
  readonly sites: readonly Site[];
  readonly issuer: IssuerArgs;
  readonly renewBeforeDays: number;
  /** Number of proxies before the controller that append to X-Forwarded-For. */
  readonly trustedProxies: number;
  /** Addresses that may open a connection to the controller, as CIDR. Empty for all. */
  readonly originRanges: readonly string[];
  readonly dns?: DnsRecords;
  /** Whether the controller reports an address. */
  readonly loadBalancer: boolean;
  readonly options: CustomResourceOptions;
}

/** What an adapter hands back. */
export interface AdapterResult {
  /** Address or host name of the load balancer; undefined where the cluster reports none. */
  readonly address: Output<string | undefined>;
}

/** The edge has no pods; this names its objects. */
export const edge: Workload = { app: "edge", component: "edge" };

/** Annotations of an object whose hosts external-dns publishes. */
export function dnsAnnotations(
  hosts: readonly string[],
  dns: DnsRecords | undefined,
): Record<string, string> {
  if (!dns) return {};
  return {
    "external-dns.alpha.kubernetes.io/hostname": hosts.join(","),
    "external-dns.alpha.kubernetes.io/ttl": String(dns.ttlSeconds ?? 300),
  };
}

/** The item of the checklist that is done when records are made, or can be made of the address that is an output. */
export function recordsOf(
  context: Pick<AdapterContext, "dns" | "loadBalancer">,
): readonly string[] {
  return context.dns || context.loadBalancer ? ["infra.6"] : [];
}

/** Annotation of the object whose address external-dns publishes. */
export function dnsTargetAnnotation(dns: DnsRecords | undefined): Record<string, string> {
  return dns?.target === undefined ? {} : { "external-dns.alpha.kubernetes.io/target": dns.target };
}
