import { each } from "./each.ts";
import type { Graph, Resource } from "./graph.ts";
import { namespaceOf, objectsOf } from "./index-objects.ts";
import { podsOf } from "./index-pods.ts";

/** A namespace that has pods, or is declared to have some. */
export interface InhabitedNamespace {
  readonly name: string;
  /** What says so: the Namespace, or else the first object with pods in it. */
  readonly declaredBy: { readonly resource: Resource; readonly path: string };
  readonly declared: boolean;
}

/** Asks about every namespace that is declared or has pods. */
export function* eachNamespace<F>(
  graph: Graph,
  ask: (namespace: InhabitedNamespace) => Iterable<F>,
): Generator<F> {
  const namespaces = new Map<string, InhabitedNamespace>();
  const objects = objectsOf(graph);
  const pods = podsOf(graph);
  for (const { name, resource } of objects.of("Namespace", "")) {
    if (name === undefined) continue;
    const declaredBy = { resource, path: "metadata.name" };
    namespaces.set(name, { name, declaredBy, declared: true });
  }
  for (const name of pods.namespaces()) {
    const [first] = pods.in(name);
    if (!first || namespaces.has(name)) continue;
    const declaredBy = { resource: first.resource, path: "metadata.namespace" };
    namespaces.set(name, { name, declaredBy, declared: false });
  }
  yield* each(namespaces.values(), ask);
  objects.certain("Namespace");
  pods.certain();
}

/** Objects of a kind by their namespace. */
export function byNamespace(graph: Graph, kind: string): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const { resource } of objectsOf(graph).of(kind, "")) {
    const namespace = namespaceOf(resource);
    const others = found.get(namespace);
    if (others) others.push(resource);
    else found.set(namespace, [resource]);
  }
  return found;
}
