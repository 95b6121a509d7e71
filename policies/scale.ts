import { visit } from "./each.ts";
import { type Graph, type Resource, at, word } from "./graph.ts";
import { type Placed, namespaceOf, objectsOf, perGraph } from "./index-objects.ts";
import { UnknownTouched } from "./unknown.ts";

/** How many pods of a workload there may be. */
export interface Scale {
  readonly least: number;
  readonly most: number;
  /** What decides between the two. */
  readonly autoscaler?: Resource;
}

export function autoscalersOf(graph: Graph): readonly Placed[] {
  return objectsOf(graph).of("HorizontalPodAutoscaler", "autoscaling");
}

/** What an autoscaler names as its target, as the index of objects takes it. */
export function targetOf({ resource, namespace }: Placed): {
  readonly kind: unknown;
  readonly namespace: string;
  readonly name: unknown;
} {
  const target = at(resource.inputs, "spec", "scaleTargetRef");
  return { kind: at(target, "kind"), namespace, name: at(target, "name") };
}

/** The autoscalers of a graph by their target. */
export class Scales {
  readonly #byTarget = new Map<string, Placed[]>();
  #unknown: UnknownTouched | undefined;

  constructor(graph: Graph) {
    try {
      visit(autoscalersOf(graph), (autoscaler) => {
        const { kind, namespace, name } = targetOf(autoscaler);
        const key = [word(kind), namespace, word(name)].join("/");
        const others = this.#byTarget.get(key);
        if (others) others.push(autoscaler);
        else this.#byTarget.set(key, [autoscaler]);
      });
      objectsOf(graph).certain("HorizontalPodAutoscaler");
    } catch (error) {
      if (!(error instanceof UnknownTouched)) throw error;
      this.#unknown = error;
    }
  }

  /** @throws UnknownTouched when none is known, but there is one whose target is not. */
  autoscalers(workload: Resource): readonly Placed[] {
    const { inputs } = workload;
    const name = at(inputs, "metadata", "name");
    const key = [word(inputs["kind"]), namespaceOf(workload), word(name)].join("/");
    const found = this.#byTarget.get(key) ?? [];
    if (found.length === 0 && this.#unknown) throw this.#unknown;
    return found;
  }

  /** Of Deployments and StatefulSets. Malformed numbers are those that the API server would fill in. */
  of(workload: Resource): Scale {
    const [autoscaler] = this.autoscalers(workload);
    if (!autoscaler) {
      const replicas = count(at(workload.inputs, "spec", "replicas"), 1);
      return { least: replicas, most: replicas };
    }
    const { resource } = autoscaler;
    const least = count(at(resource.inputs, "spec", "minReplicas"), 1);
    const most = count(at(resource.inputs, "spec", "maxReplicas"), least);
    return { least, most, autoscaler: resource };
  }
}

/** Read once for all rules. */
export const scalesOf = perGraph((graph) => new Scales(graph));

export function count(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : otherwise;
}

/** A number of pods, or a share of them (`25%`), rounded as the controllers do. */
export function share(
  value: unknown,
  of: number,
  round: (value: number) => number,
): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 ? value : undefined;
  const [, percent] = typeof value === "string" ? (/^(\d{1,3})%$/.exec(value) ?? []) : [];
  return percent === undefined ? undefined : round((Number(percent) / 100) * of);
}
