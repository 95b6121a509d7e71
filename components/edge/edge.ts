import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../kubernetes/child-options.ts";
import type { Platform } from "../kubernetes/platform.ts";
import type { AdapterContext, AdapterResult, DnsRecords } from "./adapter.ts";
import { type GatewayApiController, gatewayApi } from "./gateway-api.ts";
import type { IssuerArgs } from "./issuer.ts";
import { type RouteArgs, sites } from "./routes.ts";
import { type TraefikController, traefik } from "./traefik.ts";

/** The controllers that an edge can be written for. ingress-nginx is retired and gets no fixes, so it is none. */
export type Controller = TraefikController | GatewayApiController;

/** Arguments of {@link Edge}. */
export interface EdgeArgs extends RouteArgs {
  readonly platform: Platform;
  /** The controller of the cluster. It is there already: many applications share one. */
  readonly controller: Controller;
  /** Where the certificates of the hosts come from. */
  readonly issuer: IssuerArgs;
  /** Days before its end at which a certificate is renewed. Default: 30, time to notice and mend a renewal that fails. */
  readonly renewBeforeDays?: number;
  /**
   * Number of proxies before the controller that append to X-Forwarded-For. The client is the address that the outermost
   * of them has seen. Default: 1 with a CDN, otherwise 0. Too high a number lets clients choose their address.
   */
  readonly trustedProxies?: number;
  /** Records that external-dns keeps. Default: none, they are made by hand. */
  readonly dns?: DnsRecords;
  /** Whether the cluster gives the controller an address that it reports. Default: true; false on one machine. */
  readonly loadBalancer?: boolean;
}

/** The way in: routes, TLS, redirect, headers, CORS, rate limits and source ranges of every public host. */
export class Edge extends pulumi.ComponentResource {
  /** Address or host name of the load balancer; undefined where the cluster reports none. */
  readonly address: pulumi.Output<string | undefined>;
  /** Where people go, one URL a host. */
  readonly urls: readonly string[];

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:edge:Edge", name, {}, opts);
    const { cdn } = args;
    const all = sites(args);
    const { address } = render(args.controller, {
      name,
      platform: args.platform,
      namespace: args.namespace,
      sites: all,
      issuer: args.issuer,
      renewBeforeDays: args.renewBeforeDays ?? 30,
      trustedProxies: args.trustedProxies ?? (cdn ? 1 : 0),
      originRanges: cdn?.ranges ?? [],
      loadBalancer: args.loadBalancer ?? true,
      ...(args.dns && { dns: args.dns }),
      options: childOptions(this, opts),
    });
    this.address = address;
    this.urls = all.flatMap(({ hosts }) => hosts.map((host) => `https://${host}`));
    this.registerOutputs({ address: this.address, urls: this.urls });
  }
}

function render(controller: Controller, context: AdapterContext): AdapterResult {
  switch (controller.kind) {
    case "traefik":
      return traefik(context, controller);
    case "gateway-api":
      return gatewayApi(context, controller);
  }
}
