import type { EdgeArgs } from "../components/edge/edge.ts";
import type { Hsts } from "../components/edge/headers.ts";
import type { IssuerArgs } from "../components/edge/issuer.ts";
import type { Settings } from "../infra/config/index.ts";
import { grafanaHost } from "./network.ts";
import { DNS_SECRET } from "./secrets.ts";

export function hsts({ tls }: Settings): Hsts {
  return tls.hsts;
}

export function edgeArgs(
  settings: Settings,
  given: Pick<EdgeArgs, "platform" | "namespace" | "backend" | "frontend"> & {
    /** Absent when Grafana is not installed. */
    readonly grafana:
      Omit<NonNullable<EdgeArgs["monitoring"]>, "host" | "sourceRanges"> | undefined;
  },
): EdgeArgs {
  const { edge, domain, monitoring } = settings;
  const { grafana, ...common } = given;
  const host = grafanaHost(settings);
  const [range, ...ranges] =
    monitoring.type === "bundled" ? monitoring.grafana.allowedSourceRanges : [];
  const [cdnRange, ...cdnRanges] = edge.cdn?.ranges ?? [];
  return {
    ...common,
    hosts: [domain.host],
    controller:
      edge.controller === "traefik"
        ? { kind: "traefik", ingressClassName: edge.className }
        : { kind: "gateway-api", gatewayClassName: edge.className },
    issuer: issuer(settings),
    hsts: hsts(settings),
    contentSources: edge.contentSources,
    allowedOrigins: edge.corsOrigins,
    rateLimits: edge.rateLimits,
    sourceRanges: edge.allowedSourceRanges,
    loadBalancer: edge.loadBalancer,
    ...(edge.cdn &&
      cdnRange !== undefined && {
        cdn: {
          ranges: [cdnRange, ...cdnRanges],
          assetMaxAgeSeconds: edge.cdn.assetMaxAgeSeconds,
        },
      }),
    ...(domain.externalDns && {
      dns: {
        ttlSeconds: domain.dnsTtlSeconds,
        // Visitors are sent to the CDN; the load balancer answers nobody else.
        ...(edge.cdn && { target: edge.cdn.host }),
      },
    }),
    ...(grafana &&
      host !== undefined &&
      range !== undefined && {
        monitoring: { ...grafana, host, sourceRanges: [range, ...ranges] },
      }),
  };
}

function issuer({ tls }: Settings): IssuerArgs {
  switch (tls.issuer.type) {
    case "selfSigned":
      return { kind: "self-signed" };
    case "existing":
      return { kind: "existing", name: tls.issuer.name, issuerKind: "ClusterIssuer" };
    case "acme": {
      const { server, email, challenge } = tls.issuer;
      return {
        kind: "acme",
        server,
        email,
        solver:
          challenge.type === "http01"
            ? { kind: "http01" }
            : { kind: "dns01", provider: dnsProvider(challenge.provider) },
      };
    }
  }
}

type Acme = Extract<Settings["tls"]["issuer"], { type: "acme" }>;
type DnsProvider = Extract<Acme["challenge"], { type: "dns01" }>["provider"];

/** The provider in cert-manager's words. */
function dnsProvider(provider: DnsProvider): Record<string, unknown> {
  switch (provider.type) {
    case "cloudflare":
      return { cloudflare: { apiTokenSecretRef: { ...DNS_SECRET } } };
    case "route53":
      return { route53: { region: provider.region, hostedZoneID: provider.hostedZoneId } };
  }
}
