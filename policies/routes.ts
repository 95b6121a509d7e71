import { each } from "./each.ts";
import type { Graph } from "./graph.ts";
import { type Placed, objectsOf, perGraph } from "./index-objects.ts";
import type { Route } from "./route.ts";
import { httpRoutes } from "./routes-gateway.ts";
import { ingressRoutes, traefikRoutes } from "./routes-ingress.ts";

const READERS: readonly (readonly [
  kind: string,
  group: string,
  read: (graph: Graph, placed: Placed) => Route[],
])[] = [
  ["Ingress", "networking.k8s.io", ingressRoutes],
  ["IngressRoute", "traefik.io", traefikRoutes],
  ["HTTPRoute", "gateway.networking.k8s.io", httpRoutes],
];

/** Every route of a graph, read once. Behind a function each, because any may have unknown parts. */
const readersOf = perGraph((graph) =>
  READERS.flatMap(([kind, group, read]) =>
    objectsOf(graph)
      .of(kind, group)
      .map((placed) => once(() => read(graph, placed))),
  ),
);

/** Asks about every route. */
export function* eachRoute<F>(graph: Graph, ask: (route: Route) => Iterable<F>): Generator<F> {
  yield* each(readersOf(graph), (read) => each(read(), ask));
  for (const [kind] of READERS) objectsOf(graph).certain(kind);
}

/** Asks about every host with all of its routes, once every route is known. */
export function* eachHost<F>(
  graph: Graph,
  ask: (host: string, routes: readonly Route[]) => Iterable<F>,
): Generator<F> {
  const hosts = new Map<string, Route[]>();
  yield* eachRoute(graph, (route): never[] => {
    for (const { value } of route.hosts) {
      const routes = hosts.get(value);
      if (routes) routes.push(route);
      else hosts.set(value, [route]);
    }
    return [];
  });
  yield* each(hosts, ([host, routes]) => ask(host, routes));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
