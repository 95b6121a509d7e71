import type { PreviewDocument, PreviewedResource } from "../../infra/preview/document.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A rendered object of the cluster. */
export interface KubernetesObject {
  readonly urn: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** All of it, as the API server would receive it. */
  readonly body: Fields;
  /** `spec`, or nothing. */
  readonly spec: Fields;
  readonly resource: PreviewedResource;
}

/** Which objects to pick; what is left out matches all. */
export interface Filter {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Value of the label `app`. */
  readonly app?: string;
}

const read = new WeakMap<PreviewDocument, KubernetesObject[]>();

/** The objects of the cluster, in the order of registration. */
export function objectsOf(document: PreviewDocument, filter: Filter = {}): KubernetesObject[] {
  let objects = read.get(document);
  if (!objects) {
    objects = document.resources.filter(isKubernetesObject).map(toObject);
    read.set(document, objects);
  }
  return objects.filter(
    ({ kind, namespace, name, labels }) =>
      (filter.kind === undefined || kind === filter.kind) &&
      (filter.namespace === undefined || namespace === filter.namespace) &&
      (filter.name === undefined || name === filter.name) &&
      (filter.app === undefined || labels["app"] === filter.app),
  );
}

/** Charts and their releases are installed by the provider, and are no objects themselves. */
function isKubernetesObject({ type, inputs }: PreviewedResource): boolean {
  return type.startsWith("kubernetes:") && inputs["kind"] !== undefined;
}

/** The one object that matches. */
export function objectOf(document: PreviewDocument, filter: Filter): KubernetesObject {
  const found = objectsOf(document, filter);
  const [object] = found;
  if (!object || found.length > 1) {
    throw new Error(`${found.length} objects match ${JSON.stringify(filter)}, not one.`);
  }
  return object;
}

function toObject(resource: PreviewedResource): KubernetesObject {
  const { inputs } = resource;
  const metadata = fields(inputs["metadata"]);
  return {
    urn: resource.urn,
    apiVersion: String(inputs["apiVersion"]),
    kind: String(inputs["kind"]),
    name: String(metadata["name"]),
    namespace: text(metadata["namespace"]),
    labels: fields(metadata["labels"]) as Record<string, string>,
    annotations: fields(metadata["annotations"]) as Record<string, string>,
    body: inputs,
    spec: fields(inputs["spec"]),
    resource,
  };
}

/** `value` where it is an object, else an empty one. */
export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

/** `value` where it is a list of objects, else an empty one. */
export function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as readonly Fields[]) : [];
}

/** `value` where it is a list of strings, else an empty one. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** `value` where it is a string, else nothing. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
