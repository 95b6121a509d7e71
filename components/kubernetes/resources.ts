import type { types } from "@pulumi/kubernetes";

/** A request and a limit of one resource. */
export interface Bounds {
  readonly request: string;
  readonly limit: string;
}

/** What a container may use. All three are required: a pod without them is evicted first and starves others. */
export interface Resources {
  /** In cores (`250m`, `2`). */
  readonly cpu: Bounds;
  /** In bytes (`256Mi`). Request and limit alike for what must not be killed under memory pressure. */
  readonly memory: Bounds;
  /** In bytes (`64Mi`): writable layers, logs and emptyDir volumes count. */
  readonly ephemeralStorage: Bounds;
}

export function resourceRequirements(
  resources: Resources,
): types.input.core.v1.ResourceRequirements {
  const { cpu, memory, ephemeralStorage } = resources;
  return {
    requests: {
      cpu: cpu.request,
      memory: memory.request,
      "ephemeral-storage": ephemeralStorage.request,
    },
    limits: { cpu: cpu.limit, memory: memory.limit, "ephemeral-storage": ephemeralStorage.limit },
  };
}
