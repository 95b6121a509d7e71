import { type Graph, type Resource, apiGroup, at } from "./graph.ts";
import { UnknownTouched } from "./unknown.ts";

/** A Kubernetes object with what others refer to it by. */
export interface Placed {
  readonly resource: Resource;
  readonly kind: string;
  readonly group: string;
  /** `default` where it names none, as kubectl has it. */
  readonly namespace: string;
  /** Absent when only the API server will name it. */
  readonly name?: string;
}

/** The objects of a graph, read once. */
export class ObjectIndex {
  readonly #byKind = new Map<string, Placed[]>();
  readonly #byName = new Map<string, Placed>();
  readonly #unknown = new Map<string, UnknownTouched>();

  constructor({ resources }: Graph) {
    for (const resource of resources) {
      const kind = known(() => resource.inputs["kind"]);
      if (typeof kind !== "string") continue;
      try {
        this.#add(resource, kind);
      } catch (error) {
        if (!(error instanceof UnknownTouched)) throw error;
        this.#unknown.set(kind, error);
      }
    }
  }

  #add(resource: Resource, kind: string): void {
    const name = at(resource.inputs, "metadata", "name");
    const placed: Placed = {
      resource,
      kind,
      group: apiGroup(resource),
      namespace: namespaceOf(resource),
      ...(typeof name === "string" && { name }),
    };
    const others = this.#byKind.get(kind);
    if (others) others.push(placed);
    else this.#byKind.set(kind, [placed]);
    if (typeof name === "string") this.#byName.set(key(kind, placed.namespace, name), placed);
  }

  /** All objects of a kind, those aside whose name or namespace is not known yet. */
  of(kind: string, group?: string): readonly Placed[] {
    const found = this.#byKind.get(kind) ?? [];
    return group === undefined ? found : found.filter((placed) => placed.group === group);
  }

  /**
   * The object of this name, or nothing.
   *
   * @throws UnknownTouched when there is none, but one of that kind whose name is not known yet.
   */
  find(kind: string, namespace: string, name: unknown): Placed | undefined {
    if (typeof name !== "string") return undefined;
    const found = this.#byName.get(key(kind, namespace, name));
    if (!found) this.certain(kind);
    return found;
  }

  /** @throws UnknownTouched when there is an object of that kind whose name or namespace is not known yet. */
  certain(kind: string): void {
    const unknown = this.#unknown.get(kind);
    if (unknown) throw unknown;
  }

  /** Objects of several kinds. */
  ofKinds(kinds: readonly string[]): readonly Placed[] {
    return kinds.flatMap((kind) => this.of(kind));
  }
}

/** The index of a graph, made once for all rules. */
export const objectsOf = perGraph((graph) => new ObjectIndex(graph));

/** Makes something of a graph once: every rule is given the same resources. */
export function perGraph<T>(make: (graph: Graph) => T): (graph: Graph) => T {
  const made = new WeakMap<Graph["resources"], T>();
  return (graph) => {
    const known = made.get(graph.resources);
    if (known !== undefined) return known;
    const fresh = make(graph);
    made.set(graph.resources, fresh);
    return fresh;
  };
}

export function namespaceOf(resource: Resource): string {
  const namespace = at(resource.inputs, "metadata", "namespace");
  return typeof namespace === "string" && namespace !== "" ? namespace : "default";
}

function known(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownTouched) return undefined;
    throw error;
  }
}

function key(kind: string, namespace: string, name: string): string {
  // Neither part may contain a slash.
  return `${kind}/${namespace}/${name}`;
}
