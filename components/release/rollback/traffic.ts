import { setTimeout as pause } from "node:timers/promises";
import type { Deployment, Pod } from "../kubernetes/objects.ts";
import { ask } from "../kubernetes/request.ts";
import { WORKLOAD_NAMES, type WorkloadName } from "../readiness/input.ts";
import type { Place } from "../rollout/take-back.ts";
import type { LiveWorkloads } from "./target.ts";

const PAUSE_SECONDS = 1;

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
  { connection, namespace }: Pick<Place, "connection" | "namespace">,
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
 * Resolves when no pod of the workloads runs: the last request is answered, and nobody writes any more.
 *
 * @throws Error with those that run still when the seconds are over.
 */
export async function untilStopped({ connection, namespace, seconds }: Place): Promise<void> {
  const selection = `labelSelector=${encodeURIComponent(`app in (${WORKLOAD_NAMES.join(",")})`)}`;
  const path = `/api/v1/namespaces/${namespace}/pods?${selection}`;
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const { items } = await ask<{ readonly items: readonly Pod[] }>(connection, { path });
    const running = items.filter(runs);
    if (running.length === 0) return;
    if (performance.now() > end) {
      const names = running.map(({ metadata }) => metadata?.name ?? "");
      throw new Error(`After ${seconds} s there still are ${names.join(", ")}.`);
    }
    await pause(PAUSE_SECONDS * 1000);
  }
}

/** One that was evicted or has ended stays in the list until somebody removes it, and does nothing. */
export function runs({ status }: Pod): boolean {
  return status?.phase !== "Failed" && status?.phase !== "Succeeded";
}
