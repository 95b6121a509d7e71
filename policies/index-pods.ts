import { type Graph, type Resource, at, list, record } from "./graph.ts";
import { namespaceOf, perGraph } from "./index-objects.ts";
import { type Labels, NOTHING, type Selector, labelsOf } from "./selectors.ts";
import { UnknownTouched, join } from "./unknown.ts";
import { type Pod, podOf, podPath } from "./workloads.ts";

/** Pods that a declaration leads to. */
export interface PlacedPod {
  readonly resource: Resource;
  readonly namespace: string;
  readonly labels: Labels;
  /** Path of the labels in the object. */
  readonly labelsPath: string;
  /** Absent for pods of which the object says no more than their labels: solvers of cert-manager. */
  readonly pod?: Pod;
}

/** The pods of a graph by namespace and label, read once. */
export class PodIndex {
  readonly all: PlacedPod[] = [];
  readonly #byNamespace = new Map<string, PlacedPod[]>();
  readonly #byLabel = new Map<string, PlacedPod[]>();
  readonly #ofResource = new Map<string, PlacedPod>();
  readonly #opaque = new Set<string>();
  #unknown: UnknownTouched | undefined;

  constructor({ resources }: Graph) {
    for (const resource of resources) {
      this.#guard(() => {
        this.#addResource(resource);
      });
    }
  }

  /** @throws UnknownTouched when there are pods whose labels or namespace are not known yet. */
  certain(): void {
    if (this.#unknown) throw this.#unknown;
  }

  namespaces(): Iterable<string> {
    return this.#byNamespace.keys();
  }

  in(namespace: string): readonly PlacedPod[] {
    return this.#byNamespace.get(namespace) ?? [];
  }

  of(resource: Resource): PlacedPod | undefined {
    return this.#ofResource.get(resource.id);
  }

  /** What a selector selects in a namespace, of what is known. */
  selected(namespace: string, selector: Selector): readonly PlacedPod[] {
    if (selector.everything) return this.in(namespace);
    const candidates = selector.needs
      ? (this.#byLabel.get([namespace, ...selector.needs].join("\n")) ?? [])
      : this.in(namespace);
    return candidates.filter(({ labels }) => selector.selects(labels));
  }

  /**
   * Whether something is selected, or might be: a Helm release makes pods in its namespace that nobody sees here.
   *
   * @throws UnknownTouched when nothing is, but there are pods of which too little is known.
   */
  selectsAny(namespace: string, selector: Selector): boolean {
    if (selector === NOTHING) return false;
    if (this.selected(namespace, selector).length > 0 || this.#opaque.has(namespace)) return true;
    this.certain();
    return false;
  }

  #addResource(resource: Resource): void {
    if (resource.type === "kubernetes:helm.sh/v3:Release") {
      const namespace = resource.inputs["namespace"];
      if (typeof namespace === "string") this.#opaque.add(namespace);
      return;
    }
    const pod = podOf(resource);
    if (pod) {
      const path = podPath(pod, "metadata", "labels");
      this.#add(resource, at(pod.metadata, "labels"), path, pod);
    }
    const { kind } = resource.inputs;
    if (kind === "Issuer") this.#addSolvers(resource);
  }

  /** cert-manager proves hosts by pods of its own, next to the issuer, with labels that the issuer gives. */
  #addSolvers(resource: Resource): void {
    const solvers = at(resource.inputs, "spec", "acme", "solvers");
    for (const [index, solver] of list(solvers).entries()) {
      for (const way of ["ingress", "gatewayHTTPRoute"]) {
        const template = at(solver, "http01", way, "podTemplate");
        if (record(template)) {
          const path = `${join("spec.acme.solvers", index)}.http01.${way}.podTemplate.metadata.labels`;
          this.#add(resource, at(template, "metadata", "labels"), path);
        }
      }
    }
  }

  #add(resource: Resource, labels: unknown, labelsPath: string, pod?: Pod): void {
    const placed: PlacedPod = {
      resource,
      namespace: namespaceOf(resource),
      labels: labelsOf(labels),
      labelsPath,
      ...(pod && { pod }),
    };
    this.all.push(placed);
    push(this.#byNamespace, placed.namespace, placed);
    for (const [name, value] of placed.labels) {
      push(this.#byLabel, [placed.namespace, name, value].join("\n"), placed);
    }
    if (pod) this.#ofResource.set(resource.id, placed);
  }

  #guard(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof UnknownTouched)) throw error;
      this.#unknown ??= error;
    }
  }
}

/** The index of a graph, made once for all rules. */
export const podsOf = perGraph((graph) => new PodIndex(graph));

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
