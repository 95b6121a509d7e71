import type { Graph, Resource } from "./graph.ts";
import type { Finding, Rule } from "./rule.ts";
import { UnknownTouched, guarded, holdsUnknown } from "./unknown.ts";
import { containersOf, holdsPods, podOf } from "./workloads.ts";

/** A finding with the rule and the resource that it belongs to. */
export interface Verdict extends Finding {
  readonly rule: Rule;
  readonly resource: Resource;
}

/** Something that cannot be decided before the update knows a value. */
export interface Undecided {
  readonly rule: Rule;
  /** Absent for a rule across resources. */
  readonly resource?: Resource;
  /** The value that is not known yet. */
  readonly path: string;
}

export interface Evaluation {
  readonly verdicts: readonly Verdict[];
  readonly undecided: readonly Undecided[];
}

/** Asks every rule about everything that it looks at. Never throws for what an object contains. */
export function evaluate(rules: readonly Rule[], graph: Graph): Evaluation {
  const verdicts: Verdict[] = [];
  const undecided: Undecided[] = [];
  const resources = graph.resources.map((resource) => guardedResource(resource));
  const original = new Map(graph.resources.map((resource) => [resource.id, resource]));
  const plain = (resource: Resource) => original.get(resource.id) ?? resource;

  /** Keeps what was found before an unknown value was touched. */
  const ask = (
    rule: Rule,
    resource: Resource | undefined,
    findings: () => Iterable<Finding & { readonly resource?: Resource }>,
  ) => {
    try {
      for (const { resource: found = resource, ...finding } of findings()) {
        if (found) verdicts.push({ ...finding, rule, resource: plain(found) });
      }
    } catch (error) {
      if (error instanceof UnknownTouched) {
        undecided.push({ rule, path: error.path, ...(resource && { resource: plain(resource) }) });
        return;
      }
      // What a rule cannot read it has not judged, and what is not judged does not pass.
      const first = resource ?? resources[0];
      if (!first) throw error;
      const must = "be of the shape that its API asks for: it could not be judged";
      verdicts.push({ rule, resource: plain(first), path: "", is: "malformed", must });
    }
  };

  const asked = rules.filter((rule) => graph.stack !== undefined || !rule.onlyStacks);
  for (const rule of asked) {
    if (rule.looksAt === "graph") {
      ask(rule, undefined, () => rule.check({ ...graph, resources }));
    }
  }
  const alone = asked.filter(({ looksAt }) => looksAt !== "graph");
  const ofAnyKind = alone.filter(({ looksAt }) => looksAt === "resource");
  for (const resource of resources) {
    const subjects = memo(() => podSubjects(resource));
    // Most objects hold no pods, and most rules are about pods.
    for (const rule of mayHoldPods(resource) ? alone : ofAnyKind) {
      switch (rule.looksAt) {
        case "graph":
          break;
        case "resource":
          ask(rule, resource, () => rule.check(resource));
          break;
        case "pod":
          ask(rule, resource, () => {
            const { pod } = subjects();
            return pod ? rule.check(pod) : [];
          });
          break;
        case "container":
          for (const container of containersIn(rule, resource, subjects, undecided)) {
            ask(rule, resource, () => rule.check(container));
          }
          break;
      }
    }
  }
  return { verdicts, undecided };
}

/** What has been guarded, by the resource: graphs that differ in one resource share all others. */
const guardedResources = new WeakMap<Resource, Resource>();

function guardedResource(resource: Resource): Resource {
  const known = guardedResources.get(resource);
  if (known) return known;
  // Watching every access costs more than the rules themselves.
  const made = holdsUnknown(resource.inputs)
    ? { ...resource, inputs: guarded(resource.inputs) }
    : resource;
  guardedResources.set(resource, made);
  return made;
}

/** Whether pods come from it, or nobody knows yet. */
function mayHoldPods(resource: Resource): boolean {
  try {
    return holdsPods(resource);
  } catch (error) {
    if (!(error instanceof UnknownTouched)) throw error;
    return true;
  }
}

type Subjects = ReturnType<typeof podSubjects>;

function podSubjects(resource: Resource) {
  const pod = podOf(resource);
  return { pod, containers: pod ? containersOf(pod) : [] };
}

/** When even the list of containers is unknown, every container rule is undecided. */
function containersIn(
  rule: Rule,
  resource: Resource,
  subjects: () => Subjects,
  undecided: Undecided[],
): Subjects["containers"] {
  try {
    return subjects().containers;
  } catch (error) {
    if (!(error instanceof UnknownTouched)) throw error;
    undecided.push({ rule, resource, path: error.path });
    return [];
  }
}

function memo<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
