import type { PreviewDocument } from "../../infra/preview/document.ts";
import {
  type Fields,
  type Filter,
  type KubernetesObject,
  fields,
  list,
  objectsOf,
} from "./objects.ts";

/** The parts of a container that tests look at. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly (Fields & { readonly name: string; readonly value?: string })[];
  readonly envFrom?: readonly Fields[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
    readonly readOnly?: boolean;
  }[];
  readonly startupProbe?: Fields;
  readonly readinessProbe?: Fields;
  readonly livenessProbe?: Fields;
  readonly lifecycle?: Fields;
  readonly securityContext?: Fields;
}

/** A template of pods, by itself. */
export interface PodParts {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Fields;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly volumes: readonly (Fields & { readonly name: string })[];
}

/** The pods that a workload makes. */
export interface PodTemplate extends PodParts {
  /** The Deployment, StatefulSet, DaemonSet, Job or CronJob. */
  readonly owner: KubernetesObject;
  readonly namespace: string | undefined;
  /** Names of the StatefulSet's claim templates: volumes that the controller adds. */
  readonly claimTemplates: readonly string[];
}

const workloadKinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

const read = new WeakMap<KubernetesObject, PodTemplate>();

/** The pod templates of all workloads that match. */
export function podTemplatesOf(document: PreviewDocument, filter: Filter = {}): PodTemplate[] {
  return objectsOf(document, filter)
    .filter(({ kind }) => workloadKinds.includes(kind))
    .map((owner) => {
      const known = read.get(owner) ?? toPodTemplate(owner);
      read.set(owner, known);
      return known;
    });
}

function toPodTemplate(owner: KubernetesObject): PodTemplate {
  const workload =
    owner.kind === "CronJob" ? fields(fields(owner.spec["jobTemplate"])["spec"]) : owner.spec;
  return {
    ...podParts(workload["template"]),
    owner,
    namespace: owner.namespace,
    claimTemplates: list(workload["volumeClaimTemplates"]).map((template) =>
      String(fields(template["metadata"])["name"]),
    ),
  };
}

/** What a template says of its pods. */
export function podParts(template: unknown): PodParts {
  const { metadata, spec: given } = fields(template);
  const { labels, annotations } = fields(metadata);
  const spec = fields(given);
  return {
    labels: fields(labels) as Record<string, string>,
    annotations: fields(annotations) as Record<string, string>,
    spec,
    containers: list(spec["containers"]) as readonly unknown[] as readonly Container[],
    initContainers: list(spec["initContainers"]) as readonly unknown[] as readonly Container[],
    volumes: list(spec["volumes"]) as PodParts["volumes"],
  };
}

/** All containers, those that run first first. */
export function containersOf({ initContainers, containers }: PodParts): readonly Container[] {
  return [...initContainers, ...containers];
}
