import { each, eachIn } from "./each.ts";
import { type Resource, at, isKind, list } from "./graph.ts";
import type { Finding } from "./rule.ts";
import { join } from "./unknown.ts";

const GROUP = "rbac.authorization.k8s.io";

export function isRole(resource: Resource): boolean {
  return isKind(resource, "Role", GROUP) || isKind(resource, "ClusterRole", GROUP);
}

export function isBinding(resource: Resource): boolean {
  return isKind(resource, "RoleBinding", GROUP) || isKind(resource, "ClusterRoleBinding", GROUP);
}

/** Something that a role may let its holders do. */
export interface Power {
  /** Default: any. */
  readonly groups?: readonly string[];
  /** With subresource where that is the point: `pods/exec`. Default: any. */
  readonly resources?: readonly string[];
  /** Default: any. */
  readonly verbs?: readonly string[];
}

export const WRITE = ["create", "update", "patch", "delete", "deletecollection"] as const;

/** Every resource or verb by which a role grants a power, whether it names it or has it by a wildcard. */
export function* grants(resource: Resource, power: Power): Generator<Finding> {
  if (!isRole(resource)) return;
  yield* eachIn(resource.inputs["rules"], "rules", function* (rule, path) {
    const { groups, resources, verbs } = power;
    if (groups && !holds(at(rule, "apiGroups"), (group) => anyOf(groups, group))) return;
    if (verbs && !holds(at(rule, "verbs"), (verb) => anyOf(verbs, verb))) return;
    if (!resources) {
      if (verbs) yield* named(at(rule, "verbs"), `${path}.verbs`, (verb) => anyOf(verbs, verb));
      return;
    }
    yield* named(at(rule, "resources"), `${path}.resources`, (name) =>
      resources.some((wanted) => covers(name, wanted)),
    );
  });
}

function* named(
  value: unknown,
  path: string,
  matches: (name: unknown) => boolean,
): Generator<Finding> {
  yield* eachIn(value, path, function* (name, at) {
    if (matches(name)) yield { path: at, is: name, must: "not be granted" };
  });
}

/** Asks about every subject of a binding. */
export function* eachSubject<F>(
  resource: Resource,
  ask: (subject: unknown, path: string) => Iterable<F>,
): Generator<F> {
  if (isBinding(resource)) yield* eachIn(resource.inputs["subjects"], "subjects", ask);
}

/** Asks about every field of a role's rules that may hold a wildcard. */
export function* eachGrantList<F>(
  resource: Resource,
  ask: (values: unknown, path: string) => Iterable<F>,
): Generator<F> {
  if (!isRole(resource)) return;
  yield* eachIn(resource.inputs["rules"], "rules", function* (rule, path) {
    yield* each(["apiGroups", "resources", "verbs", "nonResourceURLs"], (field) =>
      ask(at(rule, field), join(path, field)),
    );
  });
}

function holds(value: unknown, matches: (element: unknown) => boolean): boolean {
  return list(value).some(matches);
}

function anyOf(wanted: readonly string[], given: unknown): boolean {
  return given === "*" || (typeof given === "string" && wanted.includes(given));
}

/** `*`, and on either side of a subresource, stand for everything there. */
function covers(given: unknown, wanted: string): boolean {
  if (typeof given !== "string") return false;
  if (given === wanted || given === "*") return true;
  const [resource, subresource] = given.split("/", 2);
  const [wantedResource, wantedSubresource] = wanted.split("/", 2);
  if (subresource === undefined || wantedSubresource === undefined) return false;
  return (
    (resource === "*" || resource === wantedResource) &&
    (subresource === "*" || subresource === wantedSubresource)
  );
}
