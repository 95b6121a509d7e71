import type { EndpointSlice } from "./objects.ts";

/** A pod behind a Service. */
export interface Endpoint {
  readonly pod: string;
  /** Port of the pod. */
  readonly port: number;
}

/** The pods that a Service sends connections to, each once, whatever the families of their addresses. */
export function readyEndpoints(slices: readonly EndpointSlice[], portName: string): Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const { endpoints = [], ports = [] } of slices) {
    const port = ports.find(({ name }) => name === portName)?.port;
    if (port === undefined) continue;
    for (const { targetRef, conditions } of endpoints) {
      if (targetRef?.kind !== "Pod" || targetRef.name === undefined) continue;
      // Absent means ready.
      if (conditions?.ready === false) continue;
      found.set(targetRef.name, { pod: targetRef.name, port });
    }
  }
  return [...found.values()].sort((a, b) => (a.pod < b.pod ? -1 : 1));
}
