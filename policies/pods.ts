import { at, list } from "./graph.ts";
import { type Container, type Pod, containersOf, podPath } from "./workloads.ts";

/** Kubernetes takes null for unset. */
export function isUnset(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether the pod says that it runs on Windows, where the controls of Linux cannot be set. */
export function isWindows(pod: Pod): boolean {
  return at(pod.spec, "os", "name") === "windows";
}

/** Whether root in the pod is somebody without rights on the node. */
export function hasUserNamespace(pod: Pod): boolean {
  return at(pod.spec, "hostUsers") === false;
}

/** What may have a `securityContext`: the pod and its containers. */
export interface SecurityOwner {
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export function securityOwners(pod: Pod): readonly SecurityOwner[] {
  return [{ path: podPath(pod, "spec"), value: pod.spec }, ...containersOf(pod)];
}

const LONG_RUNNING = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
];

/** Whether the pods are meant to run until they are replaced. */
export function runsOn({ resource, spec }: Pod): boolean {
  const kind = resource.inputs["kind"];
  if (kind === "Pod" || kind === "PodTemplate")
    return (spec["restartPolicy"] ?? "Always") === "Always";
  return LONG_RUNNING.includes(kind as string);
}

/** Whether others connect to it for as long as it runs. */
export function serves({ pod, kind, value }: Container): boolean {
  return (
    (kind === "container" || kind === "sidecar") && runsOn(pod) && list(value["ports"]).length > 0
  );
}

/** Number of a port that is given by number or by its name in the container; nothing when there is none. */
export function portNumber({ value }: Container, port: unknown): number | undefined {
  if (typeof port === "number") return port;
  const named = list(value["ports"]).find((candidate) => at(candidate, "name") === port);
  const found = at(named, "containerPort");
  return typeof found === "number" ? found : undefined;
}

/** What asks a container or tells it something: probes and lifecycle handlers, by their path. */
export function handlersOf({
  path,
  value,
}: Container): readonly { readonly path: string; readonly read: () => unknown }[] {
  return [
    ["startupProbe"],
    ["readinessProbe"],
    ["livenessProbe"],
    ["lifecycle", "postStart"],
    ["lifecycle", "preStop"],
  ].map((keys) => ({ path: [path, ...keys].join("."), read: () => at(value, ...keys) }));
}
