import { type Graph, type Resource, at, list, record } from "./graph.ts";
import type { PlacedPod } from "./index-pods.ts";
import { quantity } from "./quantity.ts";
import { count, scalesOf, share } from "./scale.ts";
import { type Container, containersOf } from "./workloads.ts";

/** Amounts by the name that a ResourceQuota has for them: `requests.cpu`. */
export type Use = Map<string, number>;

const RESOURCES = ["cpu", "memory", "ephemeral-storage"];

/** What a LimitRange gives to containers that name nothing. */
export interface Defaults {
  readonly requests: unknown;
  readonly limits: unknown;
}

/** The defaults of a namespace's LimitRanges. */
export function defaultsOf(ranges: readonly Resource[]): Defaults {
  const limit = ranges
    .flatMap(({ inputs }) => list(at(inputs, "spec", "limits")))
    .find((limit) => at(limit, "type") === "Container");
  return { requests: at(limit, "defaultRequest"), limits: at(limit, "default") };
}

/** What the pods of a declaration ask for together, all that there may be at the same time. */
export function largestUse(graph: Graph, placed: PlacedPod, defaults: Defaults): Use {
  const { resource, pod } = placed;
  const use: Use = new Map();
  const pods = mostPods(graph, resource);
  add(use, "pods", pods);
  if (pod) {
    for (const name of RESOURCES) {
      for (const bound of ["requests", "limits"] as const) {
        const one = ofPod(pod.spec, containersOf(pod), bound, name, defaults);
        add(use, `${bound}.${name}`, pods * one);
      }
    }
    for (const volume of list(pod.spec["volumes"])) {
      const claim = at(volume, "ephemeral", "volumeClaimTemplate");
      if (record(claim)) addClaim(use, claim, pods);
    }
  }
  const { most } = scalesOf(graph).of(resource);
  for (const claim of list(at(resource.inputs, "spec", "volumeClaimTemplates"))) {
    addClaim(use, claim, most);
  }
  return use;
}

export function addClaim(use: Use, claim: unknown, times: number): void {
  add(use, "persistentvolumeclaims", times);
  const size = quantity(at(claim, "spec", "resources", "requests", "storage")) ?? 0;
  add(use, "requests.storage", times * size);
}

export function addAll(to: Use, use: Use): void {
  for (const [name, amount] of use) add(to, name, amount);
}

function add(use: Use, name: string, amount: number): void {
  use.set(name, (use.get(name) ?? 0) + amount);
}

/** The most pods at a time: an autoscaler at its maximum, and what a rollout adds. */
export function mostPods(graph: Graph, resource: Resource): number {
  const { inputs } = resource;
  const spec = at(inputs, "spec");
  switch (inputs["kind"]) {
    case "Deployment": {
      const { most } = scalesOf(graph).of(resource);
      if (at(spec, "strategy", "type") === "Recreate") return most;
      const surge = at(spec, "strategy", "rollingUpdate", "maxSurge") ?? "25%";
      return most + (share(surge, most, Math.ceil) ?? 0);
    }
    case "StatefulSet":
    case "ReplicaSet":
    case "ReplicationController":
      return scalesOf(graph).of(resource).most;
    case "Job":
      return count(at(spec, "parallelism"), 1);
    case "CronJob":
      return count(at(spec, "jobTemplate", "spec", "parallelism"), 1);
    default:
      // Of a DaemonSet one, because nobody here knows how many nodes there are.
      return 1;
  }
}

/** What the scheduler counts for a pod: init containers run one after another, beside the sidecars before them. */
function ofPod(
  spec: Readonly<Record<string, unknown>>,
  containers: readonly Container[],
  bound: "requests" | "limits",
  name: string,
  defaults: Defaults,
): number {
  const own = quantity(at(spec, "resources", bound, name));
  if (own !== undefined) return own;
  let starting = 0;
  let sidecars = 0;
  let running = 0;
  for (const { kind, value } of containers) {
    const amount = ofContainer(value, bound, name, defaults);
    if (kind === "init") starting = Math.max(starting, sidecars + amount);
    else if (kind === "sidecar") sidecars += amount;
    else if (kind === "container") running += amount;
  }
  const overhead = quantity(at(spec, "overhead", name)) ?? 0;
  return Math.max(starting, sidecars + running) + overhead;
}

function ofContainer(
  container: unknown,
  bound: "requests" | "limits",
  name: string,
  defaults: Defaults,
): number {
  const given = (which: "requests" | "limits") => at(container, "resources", which, name);
  const value =
    bound === "limits"
      ? (given("limits") ?? at(defaults.limits, name))
      : // Who names a limit only, requests as much.
        (given("requests") ?? given("limits") ?? at(defaults.requests, name));
  return quantity(value) ?? 0;
}
