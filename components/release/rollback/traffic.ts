import type { Deployment, Pod } from "../kubernetes/objects.ts";
import { ask } from "../kubernetes/request.ts";
import { changes } from "../kubernetes/watch.ts";
import { WORKLOAD_NAMES, type WorkloadName } from "../readiness/input.ts";
import type { Place } from "../rollout/take-back.ts";
import type { LiveWorkloads } from "./target.ts";

/** Numbers of pods to come back to. */
export type Replicas = Readonly<Record<WorkloadName, number>>;

interface Autoscaler {
  readonly spec?: {
    readonly minReplicas?: number;
    readonly scaleTargetRef?: { readonly name?: string };
  };
}

/**
 * How many pods each workload has, or should have where somebody has stopped it: a rollback that was interrupted has
 * left none, and an autoscaler leaves it so.
 */
export async function replicasOf(
  { connection, namespace }: Place,
  live: LiveWorkloads,
): Promise<Replicas> {
  const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
  const { items } = await ask<{ readonly items: readonly Autoscaler[] }>(connection, { path });
  const of = (name: WorkloadName) => {
    const autoscaler = items.find(({ spec }) => spec?.scaleTargetRef?.name === name);
    return live[name].deployment.spec?.replicas || (autoscaler?.spec?.minReplicas ?? 1);
  };
  return { backend: of("backend"), frontend: of("frontend") };
}

/** Sets the number of pods. An autoscaler goes on from there, unless there are none. */
export async function scale(place: Place, replicas: Replicas): Promise<void> {
  const { connection, namespace, progress } = place;
  for (const name of WORKLOAD_NAMES) {
    await ask<Deployment>(connection, {
      method: "PATCH",
      path: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/scale`,
      contentType: "application/merge-patch+json",
      body: { spec: { replicas: replicas[name] } },
    });
    progress(`${name}: ${replicas[name]} pods`);
  }
}

/**
 * Resolves when no pod of the workloads is left: the last request is answered, and nobody writes any more.
 *
 * @throws Error with those that are left when the seconds are over.
 */
export async function untilStopped({ connection, namespace, seconds }: Place): Promise<void> {
  const left = new Set<string>();
  const over = new AbortController();
  const timer = setTimeout(() => {
    over.abort();
  }, seconds * 1000);
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const selection = `labelSelector=${encodeURIComponent(`app in (${WORKLOAD_NAMES.join(",")})`)}`;
  try {
    const { items } = await ask<{ readonly items: readonly Pod[] }>(connection, {
      path: `${path}?${selection}`,
    });
    for (const { metadata } of items) left.add(metadata?.name ?? "");
    if (left.size === 0) return;
    for await (const { exists, object } of changes<Pod>(connection, path, selection, over.signal)) {
      if (exists) left.add(object.metadata?.name ?? "");
      else left.delete(object.metadata?.name ?? "");
      if (left.size === 0) return;
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`After ${seconds} s there still are ${[...left].join(", ")}.`);
}
