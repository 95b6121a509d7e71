import { type Resource, at, list, record } from "./graph.ts";
import { join } from "./unknown.ts";

/** A pod, or the template of pods. */
export interface Pod {
  readonly resource: Resource;
  /** Path of the object that has `metadata` and `spec`: empty for a Pod, `spec.template` for most workloads. */
  readonly path: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** One container of a pod. */
export interface Container {
  readonly pod: Pod;
  /** Path of the container in the object. */
  readonly path: string;
  /** `init` containers that restart always are sidecars and serve, as the others do. */
  readonly kind: "container" | "init" | "sidecar" | "ephemeral";
  readonly value: Readonly<Record<string, unknown>>;
}

/** Where each kind keeps the template of its pods. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ["template"],
  Deployment: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** Whether pods come from this kind. */
export function holdsPods(resource: Resource): boolean {
  const { kind } = resource.inputs;
  return typeof kind === "string" && Object.hasOwn(TEMPLATES, kind);
}

/**
 * The pod of a resource, whatever its kind. Lists of a workload's kind hold no template themselves. A workload
 * without a template has an empty pod: what is missing is missing in it.
 */
export function podOf(resource: Resource): Pod | undefined {
  if (!holdsPods(resource)) return undefined;
  const keys = TEMPLATES[resource.inputs["kind"] as string] ?? [];
  const template = at(resource.inputs, ...keys);
  return {
    resource,
    path: keys.join("."),
    metadata: record(at(template, "metadata")) ?? {},
    spec: record(at(template, "spec")) ?? {},
  };
}

/** Path of a field of the pod. */
export function podPath(pod: Pod, ...keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => join(path, key), pod.path);
}

/** All containers of a pod: init and ephemeral ones count. */
export function containersOf(pod: Pod): Container[] {
  const of = (field: string, kind: Container["kind"]): Container[] =>
    list(pod.spec[field]).flatMap((value, index) => {
      const container = record(value);
      if (!container) return [];
      const sidecar = kind === "init" && container["restartPolicy"] === "Always";
      const path = join(podPath(pod, "spec", field), index);
      return [{ pod, path, kind: sidecar ? ("sidecar" as const) : kind, value: container }];
    });
  return [
    ...of("initContainers", "init"),
    ...of("containers", "container"),
    ...of("ephemeralContainers", "ephemeral"),
  ];
}
