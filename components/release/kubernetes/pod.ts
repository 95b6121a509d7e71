import type { ContainerStatus, Pod } from "./objects.ts";

/** A container of a pod that is or was running, so that it has a log. */
export interface Begun {
  readonly name: string;
  /** Absent while it runs. */
  readonly exitCode?: number;
  /** How often it was started again. */
  readonly restarts: number;
}

/** The containers that have begun, in the order in which they do. */
export function begunIn(pod: Pod): Begun[] {
  return statusesOf(pod).flatMap(({ name, state, lastState, restartCount }): Begun[] => {
    const terminated = state?.terminated ?? lastState?.terminated;
    if (!state?.running && !terminated) return [];
    return [
      {
        name,
        restarts: restartCount,
        ...(state?.terminated && { exitCode: state.terminated.exitCode }),
      },
    ];
  });
}

/** What keeps a container from beginning, in the words of scheduler and kubelet; absent while nothing does. */
export function obstacleOf(pod: Pod): string | undefined {
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status: is, message }) => type === "PodScheduled" && is === "False" && message,
  );
  if (unscheduled) return `${unscheduled.reason ?? "Unscheduled"}: ${unscheduled.message ?? ""}`;
  for (const { name, state, lastState } of statusesOf(pod)) {
    // What is started again has begun before.
    if (lastState?.terminated) continue;
    const { reason, message } = state?.waiting ?? {};
    // The kubelet's word for what comes later, and for what is about to.
    if (!reason || reason === "PodInitializing" || reason === "ContainerCreating") continue;
    return `${name}: ${[reason, message].filter(Boolean).join(": ")}`;
  }
  return undefined;
}

/** Whether nothing of the pod runs any more or will. */
export function hasEnded({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}
