import type { Input } from "@pulumi/pulumi";
import { type Cors, cors } from "./cors.ts";
import {
  type ContentSources,
  type Headers,
  type Hsts,
  apiHeaders,
  assetHeaders,
  monitoringHeaders,
  pageHeaders,
} from "./headers.ts";
import { type NamedRateLimit, type RateLimits, rateLimits } from "./rate-limits.ts";

/** A Service in the namespace of the site. */
export interface Target {
  readonly serviceName: Input<string>;
  readonly port: number;
}

/** Which requests a route takes. */
export interface PathMatch {
  /**
   * `exact` is this path alone, `prefix` it and everything below, `prefix-any-case` the same in capitals too: for a
   * route that is stricter than the one it is cut from, because the backend's router does not tell `/api/Auth` from
   * `/api/auth`.
   */
  readonly kind: "exact" | "prefix" | "prefix-any-case";
  readonly path: string;
}

/** Everything the edge decides for a group of paths, in no controller's language. */
export interface Route {
  /** Part of the names of its objects. */
  readonly id: "pages" | "assets" | "api" | "login" | "monitoring";
  readonly paths: readonly PathMatch[];
  readonly target: Target;
  readonly headers: { readonly name: string; readonly values: Headers };
  /** Absent when no other origin may read the answers. */
  readonly cors?: Cors;
  readonly rateLimits: readonly NamedRateLimit[];
  /** Largest request body in bytes. Absent where requests have none. */
  readonly maxBodyBytes?: number;
}

/** Host names that share a namespace, the addresses that may call them, and their routes. */
export interface Site {
  readonly id: "application" | "monitoring";
  readonly namespace: Input<string>;
  readonly hosts: readonly string[];
  /** Addresses of clients that may call, as CIDR. Empty for all. */
  readonly sourceRanges: readonly string[];
  /** From the most to the least specific. */
  readonly routes: readonly Route[];
}

/** A content delivery network in front of the controller. Every host, the monitoring host too, is reached through it. */
export interface Cdn {
  /** Addresses of the CDN as CIDR: nobody else may reach the controller, or the CDN's protection could be gone around. */
  readonly ranges: readonly [string, ...string[]];
  /** Folders of the frontend's static files. Default: `/assets`. */
  readonly assetPaths?: readonly string[];
  /**
   * Seconds for which static files are kept. Default: 3600. The header is also on the 404 that a pod of the old
   * release gives for a file of the new one, so it is the time for which such an answer can outlive a rollout.
   */
  readonly assetMaxAgeSeconds?: number;
}

/** A host for people who operate: Grafana. */
export interface MonitoringSite {
  readonly host: string;
  readonly namespace: Input<string>;
  readonly target: Target;
  /** Addresses that may call, as CIDR (offices, VPN). Not optional: dashboards are not for everybody. */
  readonly sourceRanges: readonly [string, ...string[]];
}

/** What the routes follow from. */
export interface RouteArgs {
  /** Namespace of the application. */
  readonly namespace: Input<string>;
  /** Public host names. Each has all routes and a certificate of its own. */
  readonly hosts: readonly [string, ...string[]];
  /** Answers `/api` and `/health`. Its `/metrics` is no route and never becomes one. */
  readonly backend: Target;
  /** Answers everything else. */
  readonly frontend: Target;
  readonly hsts?: Hsts;
  /** Further sources of the pages' Content-Security-Policy, by directive. Default: none, only the host itself. */
  readonly contentSources?: ContentSources;
  /** Origins whose pages may call the API from a browser. Default: none besides the hosts themselves. */
  readonly allowedOrigins?: readonly string[];
  readonly rateLimits?: RateLimits;
  /** Addresses that may call, as CIDR. Default: all. */
  readonly sourceRanges?: readonly string[];
  /** Largest request body in bytes. Default: 1 MiB, a task with a long description many times over. */
  readonly maxBodyBytes?: number;
  /** Default: none; clients reach the controller directly. */
  readonly cdn?: Cdn;
  /** Default: none; dashboards are reached by port-forward. */
  readonly monitoring?: MonitoringSite;
}

/** The sites and routes of one TaskFlow. */
export function sites(args: RouteArgs): readonly Site[] {
  const { namespace, hosts, sourceRanges = [], monitoring } = args;
  const application: Site = {
    id: "application",
    namespace,
    hosts,
    sourceRanges,
    routes: applicationRoutes(args),
  };
  if (!monitoring) return [application];
  return [
    application,
    {
      id: "monitoring",
      namespace: monitoring.namespace,
      hosts: [monitoring.host],
      sourceRanges: monitoring.sourceRanges,
      routes: [
        {
          id: "monitoring",
          paths: [{ kind: "prefix", path: "/" }],
          target: monitoring.target,
          headers: { name: "headers-monitoring", values: monitoringHeaders(args.hsts) },
          rateLimits: rateLimits(args.rateLimits).all,
        },
      ],
    },
  ];
}

function applicationRoutes(args: RouteArgs): readonly Route[] {
  const { backend, frontend, hsts, contentSources, cdn } = args;
  const limits = rateLimits(args.rateLimits);
  const allowed = cors(args.allowedOrigins);
  const api = {
    target: backend,
    headers: { name: "headers-api", values: apiHeaders(hsts) },
    ...(allowed && { cors: allowed }),
    maxBodyBytes: args.maxBodyBytes ?? 1024 * 1024,
  };
  const pages = { target: frontend, rateLimits: limits.all };
  const assets: readonly Route[] = cdn
    ? [
        {
          ...pages,
          id: "assets",
          paths: (cdn.assetPaths ?? ["/assets"]).map((path) => ({ kind: "prefix", path })),
          headers: {
            name: "headers-assets",
            values: assetHeaders(hsts, contentSources, cdn.assetMaxAgeSeconds ?? 3600),
          },
        },
      ]
    : [];
  return [
    {
      ...api,
      id: "login",
      paths: [{ kind: "prefix-any-case", path: "/api/auth" }],
      rateLimits: limits.login,
    },
    {
      ...api,
      id: "api",
      paths: [
        { kind: "prefix", path: "/api" },
        { kind: "exact", path: "/health" },
      ],
      rateLimits: limits.all,
    },
    ...assets,
    {
      ...pages,
      id: "pages",
      paths: [{ kind: "prefix", path: "/" }],
      headers: { name: "headers-pages", values: pageHeaders(hsts, contentSources) },
    },
  ];
}
