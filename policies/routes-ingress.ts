import { type Graph, type Resource, at, list, record, word } from "./graph.ts";
import { type Placed, objectsOf, perGraph } from "./index-objects.ts";
import {
  type Backend,
  type CertificateUse,
  type RateLimit,
  type Route,
  type Setting,
  coversHost,
  hostsOf,
  setHeaders,
  textAt,
} from "./route.ts";
import { join } from "./unknown.ts";

const MIDDLEWARES = "traefik.ingress.kubernetes.io/router.middlewares";
const ENTRY_POINTS = "traefik.ingress.kubernetes.io/router.entrypoints";

/** Names that controllers give to the port of plain HTTP. */
const PLAIN = ["web", "http"];

/** What the middlewares of a route do together. */
interface Behaviour {
  readonly headers: Map<string, Setting>;
  readonly rateLimits: RateLimit[];
  readonly missing: Setting[];
  redirects: boolean;
}

/** Middlewares by the name that annotations call them. */
const middlewaresOf = perGraph(
  (graph) =>
    new Map(
      objectsOf(graph)
        .of("Middleware", "traefik.io")
        .map(({ resource, namespace, name }) => [`${namespace}-${word(name)}`, resource]),
    ),
);

/** An Ingress, with what Traefik reads from its annotations. */
export function ingressRoutes(graph: Graph, { resource, namespace }: Placed): Route[] {
  const { inputs } = resource;
  const annotations = at(inputs, "metadata", "annotations");
  const path = join("metadata.annotations", MIDDLEWARES);
  const names = (textAt(annotations, MIDDLEWARES) ?? "").split(",").filter(Boolean);
  const behaviour = behaviourOf(
    graph,
    names.map((name) => ({
      key: name.replace(/@kubernetescrd$/, ""),
      setting: { resource, path, value: name },
    })),
  );
  const entryPoints = textAt(annotations, ENTRY_POINTS)?.split(",");
  const plain = entryPoints?.some((name) => PLAIN.includes(name.trim()));
  const issued = Object.keys(record(annotations) ?? {}).some((name) =>
    /^cert-manager\.io\/(?:cluster-)?issuer$/.test(name),
  );
  const uses = list(at(inputs, "spec", "tls")).flatMap((tls, index): CertificateUse[] =>
    hostsOf(at(tls, "hosts")).map((host) => ({
      resource,
      namespace,
      host,
      path: `${join("spec.tls", index)}.secretName`,
      ...(!issued && { secret: at(tls, "secretName") }),
    })),
  );
  const rules = list(at(inputs, "spec", "rules"));
  const fallback = at(inputs, "spec", "defaultBackend");
  return [
    ...rules.map((rule, index) => ({ rule, path: join("spec.rules", index) })),
    ...(record(fallback)
      ? [{ rule: { http: { paths: [{ path: "/", backend: fallback }] } }, path: "spec" }]
      : []),
  ].map(({ rule, path: rulePath }): Route => {
    const host = textAt(rule, "host") ?? "*";
    const paths = list(at(rule, "http", "paths"));
    const certificates = uses.filter((use) => coversHost(use.host, host));
    return {
      resource,
      namespace,
      hosts: [{ resource, path: `${rulePath}.host`, value: host }],
      paths: paths.map((entry) => plainPath(textAt(entry, "path") ?? "/")),
      backends: paths.map((entry, number): Backend => {
        const own = rulePath === "spec";
        const port = at(entry, "backend", "service", "port");
        return {
          resource,
          namespace,
          path: own
            ? "spec.defaultBackend"
            : `${join(`${rulePath}.http.paths`, number)}.backend.service`,
          service: at(entry, "backend", "service", "name"),
          port: at(port, "number") ?? at(port, "name"),
        };
      }),
      ...(certificates.length === 0
        ? { plain: { resource, path: "spec.tls" } }
        : plain && { plain: { resource, path: join("metadata.annotations", ENTRY_POINTS) } }),
      redirects: behaviour.redirects || redirectAnnotation(annotations),
      serves: !behaviour.redirects || certificates.length > 0,
      headers: behaviour.headers,
      rateLimits: behaviour.rateLimits,
      missing: behaviour.missing,
      behaviour: { resource, path },
      certificates: certificates.map((use) => ({ ...use, host })),
    };
  });
}

/** Whether the controller redirects what comes by plain HTTP to the same routes by HTTPS. */
function redirectAnnotation(annotations: unknown): boolean {
  return Object.keys(record(annotations) ?? {}).some(
    (name) =>
      /(?:^|[/-])ssl-redirect$/.test(name) && /^(?:true|443)$/.test(word(at(annotations, name))),
  );
}

/** Traefik's own routes. */
export function traefikRoutes(graph: Graph, { resource, namespace }: Placed): Route[] {
  const { inputs } = resource;
  const entryPoints = list(at(inputs, "spec", "entryPoints"));
  const tls = record(at(inputs, "spec", "tls"));
  const plain = entryPoints.some((name) => typeof name === "string" && PLAIN.includes(name));
  return list(at(inputs, "spec", "routes")).map((route, index): Route => {
    const path = join("spec.routes", index);
    const match = textAt(route, "match") ?? "";
    const hosts = called(match, "Host");
    const middlewares = list(at(route, "middlewares"));
    const behaviour = behaviourOf(
      graph,
      middlewares.map((middleware, number) => {
        const name = word(at(middleware, "name"));
        return {
          key: `${textAt(middleware, "namespace") ?? namespace}-${name}`,
          setting: { resource, path: `${join(`${path}.middlewares`, number)}.name`, value: name },
        };
      }),
    );
    return {
      resource,
      namespace,
      hosts: (hosts.length > 0 ? hosts : ["*"]).map((value) => ({
        resource,
        path: `${path}.match`,
        value,
      })),
      paths: [...called(match, "Path"), ...called(match, "PathPrefix")].map(plainPath),
      backends: list(at(route, "services")).map((service, number) => ({
        resource,
        namespace: textAt(service, "namespace") ?? namespace,
        path: join(`${path}.services`, number),
        service: at(service, "name"),
        port: at(service, "port"),
      })),
      ...(!tls
        ? { plain: { resource, path: "spec.tls" } }
        : plain && { plain: { resource, path: "spec.entryPoints" } }),
      redirects: behaviour.redirects,
      serves: !behaviour.redirects || tls !== undefined,
      headers: behaviour.headers,
      rateLimits: behaviour.rateLimits,
      missing: behaviour.missing,
      behaviour: { resource, path: `${path}.middlewares` },
      certificates: hosts.flatMap((host) =>
        tls
          ? [
              {
                resource,
                namespace,
                host,
                path: "spec.tls.secretName",
                // A resolver of Traefik's own gets the certificate itself.
                ...(tls["certResolver"] === undefined && { secret: tls["secretName"] }),
              },
            ]
          : [],
      ),
    };
  });
}

function behaviourOf(
  graph: Graph,
  attached: readonly { readonly key: string; readonly setting: Setting }[],
): Behaviour {
  const middlewares = middlewaresOf(graph);
  const behaviour: Behaviour = {
    headers: new Map(),
    rateLimits: [],
    missing: [],
    redirects: false,
  };
  for (const { key, setting } of attached) {
    const middleware = middlewares.get(key);
    if (middleware) read(middleware, behaviour);
    else {
      objectsOf(graph).certain("Middleware");
      behaviour.missing.push(setting);
    }
  }
  return behaviour;
}

/** Traefik's fields for headers that have one, and the value that they stand for. */
const STRUCTURED: readonly (readonly [
  field: string,
  header: string,
  value: (field: unknown, all: unknown) => string,
])[] = [
  [
    "stsSeconds",
    "strict-transport-security",
    (seconds, all) =>
      `max-age=${word(seconds)}${at(all, "stsIncludeSubdomains") === true ? "; includeSubDomains" : ""}`,
  ],
  ["contentTypeNosniff", "x-content-type-options", (on) => (on === true ? "nosniff" : "")],
  ["frameDeny", "x-frame-options", (on) => (on === true ? "DENY" : "")],
  ["customFrameOptionsValue", "x-frame-options", word],
  ["referrerPolicy", "referrer-policy", word],
  ["permissionsPolicy", "permissions-policy", word],
  ["contentSecurityPolicy", "content-security-policy", word],
];

function read(middleware: Resource, behaviour: Behaviour): void {
  const spec = at(middleware.inputs, "spec");
  if (at(spec, "redirectScheme", "scheme") === "https") behaviour.redirects = true;
  const headers = at(spec, "headers");
  for (const [field, header, value] of STRUCTURED) {
    const given = at(headers, field);
    if (given === undefined || given === null) continue;
    const set = { [header]: value(given, headers) };
    setHeaders(behaviour.headers, set, middleware, () => `spec.headers.${field}`);
  }
  setHeaders(behaviour.headers, at(headers, "customResponseHeaders"), middleware, (name) =>
    join("spec.headers.customResponseHeaders", name),
  );
  const limit = at(spec, "rateLimit");
  if (limit === undefined) return;
  const average = at(limit, "average");
  behaviour.rateLimits.push({
    resource: middleware,
    path: "spec.rateLimit.average",
    perSecond: typeof average === "number" ? average / seconds(at(limit, "period")) : 0,
  });
}

/** A Go duration, or a number of seconds. Default: one. */
function seconds(value: unknown): number {
  if (typeof value === "number" && value > 0) return value;
  if (typeof value !== "string") return 1;
  const factors: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, h: 3600 };
  let sum = 0;
  for (const [, number, unit = "s"] of value.matchAll(/(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)?/g)) {
    sum += Number(number) * (factors[unit] ?? 1);
  }
  return sum > 0 ? sum : 1;
}

/** Arguments of a matcher (`Host(`…`)`) in a rule of Traefik. */
function called(match: string, matcher: string): string[] {
  return [...match.matchAll(new RegExp(`\\b${matcher}\\(([^)]*)\\)`, "g"))].flatMap(([, given]) =>
    [...(given ?? "").matchAll(/[`"']([^`"']*)[`"']/g)].map(([, value]) => value ?? ""),
  );
}

/** `/(?i:api/auth)(/|$)` is `/api/auth`. */
export function plainPath(path: string): string {
  return path
    .replace(/\(\?i:([^)]*)\)/g, "$1")
    .replace(/\(\?i\)/g, "")
    .replace(/\(\/\.\*\)\?|\(\/\|\$\)|\/?\.\*|[$^]/g, "")
    .toLowerCase();
}
