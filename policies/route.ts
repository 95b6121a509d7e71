import { type Resource, at, list, record } from "./graph.ts";

/** A field of an object. */
export interface Field {
  readonly resource: Resource;
  readonly path: string;
}

/** A field and what it says. */
export interface Setting extends Field {
  readonly value: string;
}

/** A Service that a route leads to. */
export interface Backend extends Field {
  readonly service: unknown;
  readonly namespace: string;
  /** Number or name. */
  readonly port: unknown;
}

/** What the edge does with the requests for some paths of some hosts, in no controller's language. */
export interface Route {
  readonly resource: Resource;
  readonly namespace: string;
  /** `*` for every host. */
  readonly hosts: readonly Setting[];
  /** In lower case, without what marks a pattern. */
  readonly paths: readonly string[];
  readonly backends: readonly Backend[];
  /** Where plain HTTP is let in; absent when it is not. */
  readonly plain?: Field;
  /** Whether what comes by plain HTTP is told to come back by HTTPS. */
  readonly redirects: boolean;
  /** Whether it answers anything else. */
  readonly serves: boolean;
  /** Response headers by their name in lower case. */
  readonly headers: ReadonlyMap<string, Setting>;
  /** Where what is missing would be added. */
  readonly behaviour: Field;
  readonly rateLimits: readonly RateLimit[];
  /** Names of what is attached and not declared. */
  readonly missing: readonly Setting[];
  /** Where the certificates are, by host. */
  readonly certificates: readonly CertificateUse[];
}

export interface RateLimit extends Field {
  /** Of one client; not positive when there is no limit. */
  readonly perSecond: number;
}

export interface CertificateUse extends Field {
  readonly host: string;
  readonly namespace: string;
  /** Name of the Secret; absent when the controller has it from elsewhere. */
  readonly secret?: unknown;
}

/** Whether a name or a wildcard of a certificate is good for a host. */
export function coversHost(name: unknown, host: string): boolean {
  if (typeof name !== "string") return false;
  if (name === host) return true;
  return name.startsWith("*.") && host.slice(host.indexOf(".")) === name.slice(1);
}

/** A header as it was set; a later one of the same name wins. */
export function setHeaders(
  headers: Map<string, Setting>,
  values: unknown,
  resource: Resource,
  pathOf: (name: string) => string,
): void {
  const given = record(values) ?? {};
  for (const name of Object.keys(given)) {
    const value = given[name];
    // Set to nothing, it is removed.
    if (typeof value !== "string" || value === "") headers.delete(name.toLowerCase());
    else headers.set(name.toLowerCase(), { value, resource, path: pathOf(name) });
  }
}

/** Secrets of certificates that the hosts of a list use. */
export function hostsOf(value: unknown): string[] {
  return list(value).filter((host): host is string => typeof host === "string" && host !== "");
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}
