/** A Kubernetes object, or another resource, as rules see it. Anything may be missing or of a wrong type. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Where in the program a resource was declared. */
export interface SourcePosition {
  /** Path relative to the root of the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** One resource as declared: what a provider will be asked to make. */
export interface Resource {
  /** Unique: the URN, or for plain manifests the file and the object's identity. */
  readonly id: string;
  /** Pulumi type, or `kubernetes:<apiVersion>:<kind>` for plain manifests. */
  readonly type: string;
  /** Logical name, for people. */
  readonly name: string;
  readonly inputs: Inputs;
  /** Options of the engine. Absent for plain manifests, where rules about them do not apply. */
  readonly options?: { readonly protect?: boolean; readonly retainOnDelete?: boolean };
  readonly source?: SourcePosition;
}

/** Everything that is declared together. */
export interface Graph {
  readonly resources: readonly Resource[];
  /** What the stack is, and so how strict its rules are. Absent for plain manifests. */
  readonly stack?: StackFacts;
}

/** What rules need to know of the configuration. No secret is among it. */
export interface StackFacts {
  readonly environment: "production" | "staging" | "local";
  /** Version being released, with its `v`. */
  readonly version: string;
  readonly timeZone: string;
  /** Emergency roles that have name, phone and e-mail address. */
  readonly contacts: readonly string[];
  /** Connections that PostgreSQL accepts, for sums over pools. */
  readonly maxConnections: number;
}

/** `apiVersion` without its version: the API group, empty for the core. */
export function apiGroup(resource: Resource): string {
  const { apiVersion } = resource.inputs;
  if (typeof apiVersion !== "string") return "";
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

export function isKind(resource: Resource, kind: string, group?: string): boolean {
  return resource.inputs["kind"] === kind && (group === undefined || apiGroup(resource) === group);
}

/** A record, or nothing: objects from anywhere may hold anything anywhere. */
export function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A list, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A word that something is called by. What is none is the empty one, which nothing is called by. */
export function word(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The value at a path of keys and indices, or nothing. Only own properties count. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}
