import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { decides } from "../kubernetes/checklist.ts";
import { labels } from "../kubernetes/labels.ts";
import {
  type AdapterContext,
  type AdapterResult,
  dnsAnnotations,
  dnsTargetAnnotation,
  recordsOf,
  edge,
} from "./adapter.ts";
import { certificate, slug, tlsSecretName } from "./certificate.ts";
import type { Cors } from "./cors.ts";
import { type Headers, removedHeaders } from "./headers.ts";
import { issuer } from "./issuer.ts";
import type { NamedRateLimit } from "./rate-limits.ts";
import type { PathMatch, Route, Site } from "./routes.ts";

/**
 * Gateway API 1.5 or newer, implemented by Envoy Gateway 1.8 or newer. Routes, redirect, headers and CORS are the
 * standard; what it has no words for (rate limits, source ranges, client address, body size) are Envoy Gateway's
 * policies.
 */
export interface GatewayApiController {
  readonly kind: "gateway-api";
  /** GatewayClass of an Envoy Gateway installation. Default: `envoy`. */
  readonly gatewayClassName?: string;
  /**
   * Whether all Envoy replicas count requests together, in the rate limit service of Envoy Gateway, which then must be
   * enabled with its Redis. Default: false, each replica counts for itself, and a client whose requests are spread over
   * n of them has n times the limit.
   */
  readonly sharedRateLimits?: boolean;
}

const GATEWAY_API = "gateway.networking.k8s.io";
const ENVOY_GATEWAY = "gateway.envoyproxy.io";

const UNITS = { second: "Second", minute: "Minute", hour: "Hour" } as const;

/** Every address of both families, each counted for itself. */
const ANY_ADDRESS = ["0.0.0.0/0", "::/0"] as const;

/** Renders the sites for Gateway API: one Gateway for all, in the namespace of the application. */
export function gatewayApi(
  context: AdapterContext,
  controller: GatewayApiController,
): AdapterResult {
  const { name, platform, namespace, sites, options } = context;
  const metadata = (objectName: string, place: pulumi.Input<string> = namespace) => ({
    name: `edge-${objectName}`,
    namespace: place,
    labels: labels(platform, edge),
  });
  const object = (
    suffix: string,
    args: ConstructorParameters<typeof k8s.apiextensions.CustomResource>[1],
  ) => new k8s.apiextensions.CustomResource(`${name}-${suffix}`, args, options);

  const proxy = context.originRanges.length
    ? object("origin-lock", {
        apiVersion: `${ENVOY_GATEWAY}/v1alpha1`,
        kind: "EnvoyProxy",
        metadata: { ...metadata("origin-lock"), annotations: decides("infra.7", "infra.8") },
        spec: originLockSpec(context.originRanges),
      })
    : undefined;
  const gateway = new Gateway(
    `${name}-gateway`,
    {
      metadata: {
        ...metadata("gateway"),
        annotations: {
          ...dnsTargetAnnotation(context.dns),
          ...decides("infra.5", "sec.6"),
          // Without an address the condition never comes.
          ...(context.loadBalancer && { "pulumi.com/waitFor": "condition=Programmed" }),
        },
      },
      spec: {
        gatewayClassName: controller.gatewayClassName ?? "envoy",
        ...(proxy && {
          infrastructure: {
            parametersRef: {
              group: ENVOY_GATEWAY,
              kind: "EnvoyProxy",
              name: proxy.metadata.name,
            },
          },
        }),
        listeners: listeners(sites),
      },
    },
    options,
  );
  const gatewayName = gateway.metadata.name;

  const reference = issuer(
    `${name}-issuer`,
    context.issuer,
    { platform, namespace, http01: { kind: "gateway", gatewayName } },
    options,
  );
  for (const host of sites.flatMap(({ hosts }) => hosts)) {
    certificate(
      name,
      host,
      {
        ...{ platform, namespace, issuer: reference },
        selfSigned: context.issuer.kind === "self-signed",
        renewBeforeDays: context.renewBeforeDays,
      },
      options,
    );
  }

  if (context.trustedProxies > 0) {
    object("client-address", {
      apiVersion: `${ENVOY_GATEWAY}/v1alpha1`,
      kind: "ClientTrafficPolicy",
      metadata: metadata("client-address"),
      spec: {
        targetRefs: [{ group: GATEWAY_API, kind: "Gateway", name: gatewayName }],
        clientIPDetection: { xForwardedFor: { numTrustedHops: context.trustedProxies } },
      },
    });
  }

  object("redirect", {
    apiVersion: `${GATEWAY_API}/v1`,
    kind: "HTTPRoute",
    metadata: { ...metadata("redirect"), annotations: decides("sec.7") },
    spec: {
      parentRefs: [{ name: gatewayName, sectionName: "http" }],
      hostnames: sites.flatMap(({ hosts }) => hosts),
      // The solver of an ACME challenge has a route with an exact path, which goes before every prefix.
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          filters: [
            { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } },
          ],
        },
      ],
    },
  });

  for (const site of sites) {
    const routes = site.routes.map((route) => {
      const httpRoute = object(route.id, {
        apiVersion: `${GATEWAY_API}/v1`,
        kind: "HTTPRoute",
        metadata: {
          ...metadata(route.id, site.namespace),
          annotations: {
            ...dnsAnnotations(site.hosts, context.dns),
            ...decides(
              "sec.8",
              ...(route.cors ? ["sec.10"] : []),
              "step4.8",
              ...recordsOf(context),
            ),
          },
        },
        spec: {
          parentRefs: site.hosts.map((host) => ({
            name: gatewayName,
            namespace,
            sectionName: listenerName(host),
          })),
          hostnames: [...site.hosts],
          rules: [
            {
              matches: route.paths.map(routeMatch),
              filters: filters(route),
              backendRefs: [{ name: route.target.serviceName, port: route.target.port }],
            },
          ],
        },
      });
      const target = { group: GATEWAY_API, kind: "HTTPRoute", name: httpRoute.metadata.name };
      object(`${route.id}-traffic`, {
        apiVersion: `${ENVOY_GATEWAY}/v1alpha1`,
        kind: "BackendTrafficPolicy",
        metadata: { ...metadata(route.id, site.namespace), annotations: decides("sec.9") },
        spec: {
          targetRefs: [target],
          ...trafficPolicy(route, controller.sharedRateLimits ?? false),
        },
      });
      return target;
    });
    if (site.sourceRanges.length) {
      object(`${site.id}-source-ranges`, {
        apiVersion: `${ENVOY_GATEWAY}/v1alpha1`,
        kind: "SecurityPolicy",
        metadata: {
          ...metadata("source-ranges", site.namespace),
          annotations: decides("infra.8"),
        },
        spec: { targetRefs: routes, authorization: sourceRangesSpec(site.sourceRanges) },
      });
    }
  }

  return {
    address: context.loadBalancer ? gateway.status.apply(addressOf) : pulumi.output(undefined),
  };
}

/** A Gateway with the part of its status that is ours to read. */
class Gateway extends k8s.apiextensions.CustomResource {
  declare readonly status: pulumi.Output<GatewayStatus>;

  constructor(
    name: string,
    args: { metadata: k8s.types.input.meta.v1.ObjectMeta; spec: Record<string, unknown> },
    options: pulumi.CustomResourceOptions,
  ) {
    // `status` is named so that the runtime makes an output of it.
    super(
      name,
      { apiVersion: `${GATEWAY_API}/v1`, kind: "Gateway", ...args, status: undefined },
      options,
    );
  }
}

type GatewayStatus = { readonly addresses?: readonly { readonly value?: string }[] } | undefined;

/** The address that a Gateway reports. */
export function addressOf(status: GatewayStatus): string | undefined {
  return status?.addresses?.[0]?.value;
}

/** Plain HTTP for redirects and challenges, and HTTPS with its own certificate for each host. */
export function listeners(sites: readonly Site[]): readonly Record<string, unknown>[] {
  return [
    { name: "http", port: 80, protocol: "HTTP", allowedRoutes: { namespaces: { from: "Same" } } },
    ...sites.flatMap(({ id, namespace, hosts }) =>
      hosts.map((host) => ({
        name: listenerName(host),
        hostname: host,
        port: 443,
        protocol: "HTTPS",
        tls: {
          mode: "Terminate",
          certificateRefs: [{ group: "", kind: "Secret", name: tlsSecretName(host) }],
        },
        allowedRoutes: {
          namespaces:
            id === "application"
              ? { from: "Same" }
              : {
                  from: "Selector",
                  selector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
                },
        },
      })),
    ),
  ];
}

function listenerName(host: string): string {
  return `https-${slug(host)}`;
}

/** A path as HTTPRoute writes it. Envoy matches a regular expression with the whole path. */
export function routeMatch({ kind, path }: PathMatch): { path: { type: string; value: string } } {
  switch (kind) {
    case "exact":
      return { path: { type: "Exact", value: path } };
    case "prefix":
      return { path: { type: "PathPrefix", value: path } };
    case "prefix-any-case":
      return { path: { type: "RegularExpression", value: `(?i)${path}(/.*)?` } };
  }
}

/** The standard filters of a route. */
export function filters(route: Pick<Route, "headers" | "cors">): Record<string, unknown>[] {
  return [headersFilter(route.headers.values), ...(route.cors ? [corsFilter(route.cors)] : [])];
}

function headersFilter(values: Headers): Record<string, unknown> {
  return {
    type: "ResponseHeaderModifier",
    responseHeaderModifier: {
      set: Object.entries(values).map(([name, value]) => ({ name, value })),
      remove: [...removedHeaders],
    },
  };
}

function corsFilter(cors: Cors): Record<string, unknown> {
  return {
    type: "CORS",
    cors: {
      allowOrigins: [...cors.origins],
      allowMethods: [...cors.methods],
      allowHeaders: [...cors.requestHeaders],
      // The only value that older versions of the API accept is true; false is the default.
      ...(cors.credentials && { allowCredentials: true }),
      maxAge: cors.maxAgeSeconds,
    },
  };
}

/** Rate limits and body size of a route, as Envoy Gateway's BackendTrafficPolicy has them. */
export function trafficPolicy(
  route: Pick<Route, "rateLimits" | "maxBodyBytes">,
  shared: boolean,
): Record<string, unknown> {
  return {
    rateLimit: {
      [shared ? "global" : "local"]: { rules: route.rateLimits.flatMap(rateLimitRules) },
    },
    ...(route.maxBodyBytes !== undefined && {
      requestBuffer: { limit: String(route.maxBodyBytes) },
    }),
  };
}

function rateLimitRules(limit: NamedRateLimit): Record<string, unknown>[] {
  return ANY_ADDRESS.map((value) => ({
    clientSelectors: [{ sourceCIDR: { type: "Distinct", value } }],
    limit: { requests: limit.requests, unit: UNITS[limit.per] },
  }));
}

function sourceRangesSpec(ranges: readonly string[]): Record<string, unknown> {
  return {
    defaultAction: "Deny",
    rules: [{ name: "source-ranges", action: "Allow", principal: { clientCIDRs: [...ranges] } }],
  };
}

/**
 * The lock is on the load balancer: Envoy Gateway's own rules see the client's address, which a header carries, and not
 * the address of the connection.
 */
function originLockSpec(ranges: readonly string[]): Record<string, unknown> {
  return {
    provider: {
      type: "Kubernetes",
      kubernetes: {
        envoyService: {
          type: "LoadBalancer",
          loadBalancerSourceRanges: [...ranges],
          externalTrafficPolicy: "Local",
        },
      },
    },
  };
}
