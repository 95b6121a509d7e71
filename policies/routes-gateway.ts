import { type Graph, type Resource, at, list, word } from "./graph.ts";
import { type Placed, objectsOf, perGraph } from "./index-objects.ts";
import {
  type CertificateUse,
  type Field,
  type RateLimit,
  type Route,
  type Setting,
  hostsOf,
  setHeaders,
  textAt,
} from "./route.ts";
import { plainPath } from "./routes-ingress.ts";
import { join } from "./unknown.ts";

const UNITS: Readonly<Record<string, number>> = { Second: 1, Minute: 60, Hour: 3600, Day: 86_400 };

/** Limits of Envoy Gateway by what they are attached to. */
const limitsOf = perGraph((graph) => {
  const limits = new Map<string, RateLimit[]>();
  const policies = objectsOf(graph).of("BackendTrafficPolicy", "gateway.envoyproxy.io");
  for (const { resource, namespace } of policies) {
    const spec = at(resource.inputs, "spec");
    const own = (["local", "global"] as const).flatMap((scope) =>
      list(at(spec, "rateLimit", scope, "rules")).map((rule, index): RateLimit => {
        const requests = at(rule, "limit", "requests");
        const unit = UNITS[textAt(rule, "limit", "unit") ?? ""];
        const perSecond = typeof requests === "number" && unit ? requests / unit : 0;
        const path = `${join(`spec.rateLimit.${scope}.rules`, index)}.limit.requests`;
        return { resource, path, perSecond };
      }),
    );
    for (const target of [...list(at(spec, "targetRefs")), at(spec, "targetRef")]) {
      const key = [word(at(target, "kind")), namespace, word(at(target, "name"))].join("/");
      limits.set(key, [...(limits.get(key) ?? []), ...own]);
    }
  }
  return limits;
});

/** An HTTPRoute of Gateway API: each of its rules is a route. */
export function httpRoutes(graph: Graph, { resource, namespace, name }: Placed): Route[] {
  const { inputs } = resource;
  const { listeners, missing } = parents(graph, resource, namespace);
  const open = listeners.find(({ secure }) => !secure);
  const declared = hostsOf(at(inputs, "spec", "hostnames"));
  const inherited = listeners.flatMap(({ host }) => (host === undefined ? [] : [host]));
  const hosts = declared.length > 0 ? declared : inherited;
  const limits = [
    ...(limitsOf(graph).get(`HTTPRoute/${namespace}/${word(name)}`) ?? []),
    ...listeners.flatMap(({ gateway }) => limitsOf(graph).get(gateway) ?? []),
  ];
  return list(at(inputs, "spec", "rules")).map((rule, index): Route => {
    const path = join("spec.rules", index);
    const filters = list(at(rule, "filters"));
    const redirects = filters.some((filter) => at(filter, "requestRedirect", "scheme") === "https");
    const headers = new Map<string, Setting>();
    for (const [number, filter] of filters.entries()) {
      for (const way of ["set", "add"]) {
        const at_ = `${join(`${path}.filters`, number)}.responseHeaderModifier.${way}`;
        for (const [position, header] of list(
          at(filter, "responseHeaderModifier", way),
        ).entries()) {
          const key = textAt(header, "name");
          if (key === undefined) continue;
          const value = { [key]: at(header, "value") };
          setHeaders(headers, value, resource, () => `${join(at_, position)}.value`);
        }
      }
    }
    return {
      resource,
      namespace,
      hosts: (hosts.length > 0 ? hosts : ["*"]).map((value, number) => ({
        resource,
        path: join("spec.hostnames", number),
        value,
      })),
      paths: list(at(rule, "matches")).map((match) =>
        plainPath(textAt(match, "path", "value") ?? "/"),
      ),
      backends: list(at(rule, "backendRefs")).map((backend, number) => ({
        resource,
        namespace: textAt(backend, "namespace") ?? namespace,
        path: join(`${path}.backendRefs`, number),
        service: at(backend, "name"),
        port: at(backend, "port"),
      })),
      ...(open && { plain: open.field }),
      redirects,
      serves: !redirects,
      headers,
      rateLimits: limits,
      missing,
      behaviour: { resource, path: `${path}.filters` },
      certificates: listeners.flatMap(({ host: own, certificates }) =>
        // A listener without a host answers for those of its routes.
        own === undefined && hosts.length > 0
          ? certificates.flatMap((use) => hosts.map((host) => ({ ...use, host })))
          : certificates,
      ),
    };
  });
}

interface Listener {
  readonly field: Field;
  /** Key of its Gateway, as limits have it. */
  readonly gateway: string;
  readonly secure: boolean;
  readonly host?: string;
  readonly certificates: readonly CertificateUse[];
}

/** The listeners that a route is attached to. A Gateway that is not declared with it is somebody else's to judge. */
function parents(
  graph: Graph,
  route: Resource,
  routeNamespace: string,
): { listeners: Listener[]; missing: Setting[] } {
  const objects = objectsOf(graph);
  const ours = objects.of("Gateway", "gateway.networking.k8s.io").length > 0;
  const listeners: Listener[] = [];
  const missing: Setting[] = [];
  for (const [index, parent] of list(at(route.inputs, "spec", "parentRefs")).entries()) {
    const path = join("spec.parentRefs", index);
    const namespace = textAt(parent, "namespace") ?? routeNamespace;
    const name = at(parent, "name");
    const gateway = objects.find("Gateway", namespace, name)?.resource;
    const section = at(parent, "sectionName");
    const found = list(at(gateway?.inputs, "spec", "listeners")).filter(
      (listener) => section === undefined || at(listener, "name") === section,
    );
    if (ours && found.length === 0) {
      const named = gateway ? "sectionName" : "name";
      missing.push({
        resource: route,
        path: `${path}.${named}`,
        value: word(gateway ? section : name),
      });
    }
    for (const listener of found) {
      const host = textAt(listener, "hostname");
      const protocol = at(listener, "protocol");
      listeners.push({
        field: { resource: route, path: `${path}.sectionName` },
        gateway: `Gateway/${namespace}/${word(name)}`,
        secure: protocol === "HTTPS" || protocol === "TLS",
        ...(host !== undefined && { host }),
        certificates: certificates(gateway, namespace, listener),
      });
    }
  }
  return { listeners, missing };
}

function certificates(
  gateway: Resource | undefined,
  namespace: string,
  listener: unknown,
): CertificateUse[] {
  if (!gateway) return [];
  const index = list(at(gateway.inputs, "spec", "listeners")).findIndex(
    (candidate) => at(candidate, "name") === at(listener, "name"),
  );
  const path = `${join("spec.listeners", index)}.tls.certificateRefs`;
  const protocol = at(listener, "protocol");
  if (protocol !== "HTTPS" && protocol !== "TLS") return [];
  const host = textAt(listener, "hostname") ?? "*";
  const refs = list(at(listener, "tls", "certificateRefs"));
  if (refs.length === 0) return [{ resource: gateway, path, host, namespace, secret: undefined }];
  return refs.map((ref, number) => ({
    resource: gateway,
    path: `${join(path, number)}.name`,
    host,
    namespace: textAt(ref, "namespace") ?? namespace,
    secret: at(ref, "name"),
  }));
}
