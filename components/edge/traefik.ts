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
import { certificate, tlsSecretName } from "./certificate.ts";
import type { Cors } from "./cors.ts";
import { type Headers, removedHeaders } from "./headers.ts";
import { issuer } from "./issuer.ts";
import type { NamedRateLimit } from "./rate-limits.ts";
import type { PathMatch, Route, Site } from "./routes.ts";

/**
 * Traefik 3.4 or newer with its Kubernetes CRD and Ingress providers. Its own installation says which addresses may
 * set X-Forwarded-For (`forwardedHeaders.trustedIPs` of the entry points), keeps the client's address
 * (`externalTrafficPolicy: Local`) and publishes its address to Ingress objects (`publishedService`).
 */
export interface TraefikController {
  readonly kind: "traefik";
  /** Default: `traefik`. */
  readonly ingressClassName?: string;
  /** Names of Traefik's entry points for ports 80 and 443. Default: `web` and `websecure`, those of its chart. */
  readonly entryPoints?: { readonly http: string; readonly https: string };
  /**
   * Where all replicas of Traefik count requests together. Default: none, each replica counts for itself, and a
   * client whose requests are spread over n of them has n times the limit.
   */
  readonly redis?: {
    readonly endpoints: readonly [string, ...string[]];
    /** Secret with `username` and `password`, in the namespace of each site. Default: no login. */
    readonly secretName?: pulumi.Input<string>;
  };
}

/** Counts an IPv6 client by the network that its provider gives it: it can change its address within as it likes. */
const IPV6_CLIENT_PREFIX = 64;

const SECONDS = { second: "1s", minute: "1m", hour: "1h" } as const;

/**
 * Explicit, because the default is the length of the rule, in which a regular expression outweighs a longer prefix. All
 * are below the length of a rule with a host and an ACME challenge, which therefore goes to cert-manager's solver.
 */
const PRIORITY = {
  redirect: 1,
  pages: 10,
  monitoring: 10,
  assets: 20,
  api: 20,
  login: 30,
} as const;

/** Renders the sites for Traefik. */
export function traefik(context: AdapterContext, controller: TraefikController): AdapterResult {
  const [status] = context.sites.map((site) => renderSite(context, controller, site));
  return {
    address: status && context.loadBalancer ? status.apply(addressOf) : pulumi.output(undefined),
  };
}

/** Status of an Ingress. Where nothing has run there is none, whatever the type of the SDK says. */
type IngressStatus = Partial<k8s.types.output.networking.v1.IngressStatus> | undefined;

/** The address that an Ingress reports. */
export function addressOf(status: IngressStatus): string | undefined {
  const [first] = status?.loadBalancer?.ingress ?? [];
  return first?.hostname ?? first?.ip;
}

/** The middlewares of a route by name, in the order in which a request meets them. */
export function middlewares(
  route: Route,
  site: Pick<Site, "sourceRanges">,
  context: Pick<AdapterContext, "originRanges" | "trustedProxies">,
  redis?: TraefikController["redis"],
): ReadonlyMap<string, Record<string, unknown>> {
  const specs = new Map<string, Record<string, unknown>>();
  // First, so that what the others answer (403, 413, 429) carries the headers too.
  specs.set(route.headers.name, headersSpec(route.headers.values, route.cors));
  if (context.originRanges.length) {
    // Compared with the address of the connection: nobody can claim to be the CDN by a header.
    specs.set("origin-lock", { ipAllowList: { sourceRange: [...context.originRanges] } });
  }
  if (site.sourceRanges.length) {
    specs.set("source-ranges", {
      ipAllowList: {
        sourceRange: [...site.sourceRanges],
        ...(context.trustedProxies > 0 && { ipStrategy: { depth: context.trustedProxies } }),
      },
    });
  }
  for (const limit of route.rateLimits) {
    specs.set(limit.name, rateLimitSpec(limit, context.trustedProxies, redis));
  }
  if (route.maxBodyBytes !== undefined) {
    specs.set("body-limit", { buffering: { maxRequestBodyBytes: route.maxBodyBytes } });
  }
  return specs;
}

/** Ids of the checklist that a middleware decides. */
function decidedBy(spec: Record<string, unknown>): readonly string[] {
  const { headers } = spec as { readonly headers?: Record<string, unknown> };
  return [
    ...(headers ? ["sec.8"] : []),
    ...(headers && "accessControlAllowOriginList" in headers ? ["sec.10"] : []),
    ...("rateLimit" in spec ? ["sec.9"] : []),
    ...("ipAllowList" in spec ? ["infra.8"] : []),
    ...("redirectScheme" in spec ? ["sec.7"] : []),
  ];
}

/** A path as Ingress and Traefik write it. */
export function ingressPath(match: PathMatch): {
  path: string;
  pathType: string;
  annotations: Record<string, string>;
} {
  switch (match.kind) {
    case "exact":
      return { path: match.path, pathType: "Exact", annotations: {} };
    case "prefix":
      return { path: match.path, pathType: "Prefix", annotations: {} };
    case "prefix-any-case":
      return {
        // An Ingress path must begin with a slash, which leaves no place for an anchor before it.
        path: `/(?i:${match.path.slice(1)})(/|$)`,
        pathType: "ImplementationSpecific",
        annotations: { "traefik.ingress.kubernetes.io/router.pathmatcher": "PathRegexp" },
      };
  }
}

function headersSpec(values: Headers, cors: Cors | undefined): Record<string, unknown> {
  return {
    headers: {
      customResponseHeaders: {
        ...values,
        // An empty value removes the header.
        ...Object.fromEntries(removedHeaders.map((header) => [header, ""])),
      },
      ...(cors && {
        accessControlAllowOriginList: [...cors.origins],
        accessControlAllowMethods: [...cors.methods],
        accessControlAllowHeaders: [...cors.requestHeaders],
        accessControlAllowCredentials: cors.credentials,
        accessControlMaxAge: cors.maxAgeSeconds,
        addVaryHeader: true,
      }),
    },
  };
}

function rateLimitSpec(
  limit: NamedRateLimit,
  trustedProxies: number,
  redis: TraefikController["redis"],
): Record<string, unknown> {
  return {
    rateLimit: {
      average: limit.requests,
      period: SECONDS[limit.per],
      // A bucket of exactly the limit: the request after it is refused, however fast the first ones came.
      burst: limit.requests,
      sourceCriterion: {
        ipStrategy: {
          ipv6Subnet: IPV6_CLIENT_PREFIX,
          ...(trustedProxies > 0 && { depth: trustedProxies }),
        },
      },
      ...(redis && {
        redis: {
          endpoints: [...redis.endpoints],
          ...(redis.secretName !== undefined && { secret: redis.secretName }),
        },
      }),
    },
  };
}

/** One Ingress a route, since Traefik attaches middlewares to all paths of an Ingress, and one for the redirect. */
function renderSite(
  context: AdapterContext,
  controller: TraefikController,
  site: Site,
): pulumi.Output<IngressStatus> | undefined {
  const { platform, options } = context;
  const { namespace, hosts } = site;
  const { ingressClassName = "traefik", entryPoints = { http: "web", https: "websecure" } } =
    controller;
  const prefix = site.id === "application" ? context.name : `${context.name}-${site.id}`;
  const metadata = (objectName: string) => ({
    name: `edge-${objectName}`,
    namespace,
    labels: labels(platform, edge),
  });

  const reference = issuer(
    `${prefix}-issuer`,
    context.issuer,
    { platform, namespace, http01: { kind: "ingress", ingressClassName } },
    options,
  );
  for (const host of hosts) {
    certificate(
      context.name,
      host,
      {
        ...{ platform, namespace, issuer: reference },
        selfSigned: context.issuer.kind === "self-signed",
        renewBeforeDays: context.renewBeforeDays,
      },
      options,
    );
  }

  const created = new Map<string, pulumi.Output<string>>();
  const middleware = (key: string, spec: Record<string, unknown>): pulumi.Output<string> => {
    const existing = created.get(key);
    if (existing) return existing;
    const object = new k8s.apiextensions.CustomResource(
      `${prefix}-${key}`,
      {
        apiVersion: "traefik.io/v1alpha1",
        kind: "Middleware",
        metadata: { ...metadata(key), annotations: decides(...decidedBy(spec)) },
        spec,
      },
      options,
    );
    const name = pulumi.interpolate`${object.metadata.namespace}-${object.metadata.name}@kubernetescrd`;
    created.set(key, name);
    return name;
  };

  const ingress = (
    id: Route["id"] | "redirect",
    route: Route,
    entryPoint: string,
    references: pulumi.Output<string>[],
  ): k8s.networking.v1.Ingress => {
    const paths = route.paths.map(ingressPath);
    return new k8s.networking.v1.Ingress(
      `${prefix}-${id}`,
      {
        metadata: {
          ...metadata(id),
          annotations: {
            "traefik.ingress.kubernetes.io/router.entrypoints": entryPoint,
            "traefik.ingress.kubernetes.io/router.priority": String(PRIORITY[id]),
            ...(id !== "redirect" && { "traefik.ingress.kubernetes.io/router.tls": "true" }),
            "traefik.ingress.kubernetes.io/router.middlewares": pulumi
              .all(references)
              .apply((names) => names.join(",")),
            ...Object.fromEntries(paths.flatMap(({ annotations }) => Object.entries(annotations))),
            ...dnsAnnotations(hosts, context.dns),
            ...dnsTargetAnnotation(context.dns),
            ...(id === "redirect"
              ? decides("sec.7")
              : decides("infra.5", "step4.8", ...recordsOf(context))),
            // The provider would wait ten minutes for an address that this cluster never gives.
            ...(!context.loadBalancer && { "pulumi.com/skipAwait": "true" }),
          },
        },
        spec: {
          ingressClassName,
          ...(id !== "redirect" && {
            tls: hosts.map((host) => ({ hosts: [host], secretName: tlsSecretName(host) })),
          }),
          rules: hosts.map((host) => ({
            host,
            http: {
              paths: paths.map(({ path, pathType }) => ({
                path,
                pathType,
                backend: {
                  service: {
                    name: route.target.serviceName,
                    port: { number: route.target.port },
                  },
                },
              })),
            },
          })),
        },
      },
      options,
    );
  };

  const objects = site.routes.map((route) => {
    const specs = middlewares(route, site, context, controller.redis);
    const references = [...specs].map(([key, spec]) => middleware(key, spec));
    return ingress(route.id, route, entryPoints.https, references);
  });
  const everything = site.routes.at(-1);
  if (everything) {
    ingress("redirect", everything, entryPoints.http, [
      middleware("redirect", { redirectScheme: { scheme: "https", permanent: true } }),
    ]);
  }
  return objects[0]?.status;
}
