import { visit } from "./each.ts";
import { type Graph, type Resource, at, list } from "./graph.ts";
import { namespaceOf, objectsOf, perGraph } from "./index-objects.ts";
import { type PlacedPod, podsOf } from "./index-pods.ts";
import { type Selector, labelSelector } from "./selectors.ts";
import { UnknownTouched } from "./unknown.ts";

export type Direction = "Ingress" | "Egress";

export const DIRECTIONS: readonly Direction[] = ["Ingress", "Egress"];

export function policiesOf(graph: Graph): readonly Resource[] {
  return objectsOf(graph)
    .of("NetworkPolicy", "networking.k8s.io")
    .map(({ resource }) => resource);
}

export function selectorOf(policy: Resource): Selector {
  return labelSelector(at(policy.inputs, "spec", "podSelector"));
}

/** The directions that a policy closes for the pods that it selects: without a word about it, egress only by rules. */
export function directionsOf(policy: Resource): readonly Direction[] {
  const types = at(policy.inputs, "spec", "policyTypes");
  if (Array.isArray(types) && types.length > 0) {
    return DIRECTIONS.filter((direction) => types.includes(direction));
  }
  return list(at(policy.inputs, "spec", "egress")).length > 0 ? DIRECTIONS : ["Ingress"];
}

/** Which policies select which pods. */
export interface Coverage {
  /**
   * Whether a policy closes the direction for the pod.
   *
   * @throws UnknownTouched when none is known to, but there is one of which too little is known.
   */
  closed(pod: PlacedPod, direction: Direction): boolean;
  /** Whether a policy selects the pod by its labels, and not because it selects every pod. */
  named(pod: PlacedPod): boolean;
}

/** Read once: every policy is compared with the pods that its labels lead to, and no other. */
export const coverageOf = perGraph((graph): Coverage => {
  const closed = { Ingress: new Set<PlacedPod>(), Egress: new Set<PlacedPod>() };
  const named = new Set<PlacedPod>();
  const pods = podsOf(graph);
  let unknown: UnknownTouched | undefined;
  try {
    visit(policiesOf(graph), (policy) => {
      const selector = selectorOf(policy);
      const selected = pods.selected(namespaceOf(policy), selector);
      if (!selector.everything) for (const pod of selected) named.add(pod);
      for (const direction of directionsOf(policy)) {
        for (const pod of selected) closed[direction].add(pod);
      }
    });
    objectsOf(graph).certain("NetworkPolicy");
  } catch (error) {
    if (!(error instanceof UnknownTouched)) throw error;
    unknown = error;
  }
  const decided = (found: boolean): boolean => {
    if (!found && unknown) throw unknown;
    return found;
  };
  return {
    closed: (pod, direction) => decided(closed[direction].has(pod)),
    named: (pod) => decided(named.has(pod)),
  };
});

/** Whether a policy closes both, for pods that nobody thought of, and opens nothing. */
export function deniesAll(policy: Resource, direction: Direction): boolean {
  return (
    selectorOf(policy).everything &&
    directionsOf(policy).includes(direction) &&
    list(at(policy.inputs, "spec", direction.toLowerCase())).length === 0
  );
}
