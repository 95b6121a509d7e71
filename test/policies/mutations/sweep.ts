import { evaluate } from "../../../policies/evaluate.ts";
import type { Graph, Inputs, Resource, StackFacts } from "../../../policies/graph.ts";
import type { Rule } from "../../../policies/rule.ts";
import { GONE, type Steps, changed, valueAt, written } from "../support/fields.ts";
import { type Reads, tracked } from "../support/tracking.ts";

/** A change that no rule minds, and why none must: it is in the end the same, or stricter, or refused by Kubernetes. */
export interface Equivalence {
  /** Of the field's kind and path, with `*` for indices: `Deployment spec.template.spec.containers.*.image`. */
  readonly field: RegExp;
  /** On which objects. Default: all. */
  readonly on?: (resource: Resource) => boolean;
  /** Default: whatever it is set to. */
  readonly to?: (value: unknown, before: unknown) => boolean;
  readonly why: string;
}

/** What became of the mutants of a sweep. */
export interface Sweep {
  readonly fields: number;
  readonly mutants: number;
  /** By what saw them. */
  readonly killed: Map<string, number>;
  /** By why nobody must see them. */
  readonly explained: Map<string, number>;
  /** By kind and path: in words. */
  readonly survived: Map<string, string[]>;
}

/** As many different values of a field of one kind are tried: tables try all. */
const REPRESENTATIVES = 3;

/**
 * Tries, for every field that some rule reads or looks for, standard ways to loosen it. It knows nothing of what the
 * rules ask for, so it finds what the tables forget.
 */
export function sweep(
  rules: readonly Rule[],
  graph: Graph & { readonly stack: StackFacts },
  equivalences: readonly Equivalence[],
): Sweep {
  const judge = judgeOf(rules, graph);
  const result: Sweep = {
    fields: 0,
    mutants: 0,
    killed: new Map(),
    explained: new Map(),
    survived: new Map(),
  };
  let { fields, mutants } = result;
  const tried = new Map<string, Set<string>>();
  for (const [index, readers] of readersOf(rules, graph).entries()) {
    const resource = graph.resources[index];
    if (!resource) continue;
    for (const { steps, rules: asked } of readers.values()) {
      const field = `${kindOf(resource)} ${generalized(steps)}`;
      const before = valueAt(resource.inputs, steps);
      const key = `${field} ${before === GONE ? "missing" : typeof before}`;
      const values = tried.get(key) ?? new Set();
      const value = before === GONE ? "" : JSON.stringify(before);
      if (values.size >= REPRESENTATIVES || values.has(value)) continue;
      tried.set(key, values.add(value));
      fields++;
      for (const value of loosened(before)) {
        mutants++;
        const broken = {
          ...resource,
          inputs: changed(resource.inputs, steps, () => value) as Inputs,
        };
        const first = judge(index, broken, asked);
        const reason =
          first === undefined ? explain(equivalences, resource, field, value, before) : undefined;
        if (reason !== undefined) {
          add(result.explained, reason);
          continue;
        }
        const killer = first ?? judge(index, broken, rules);
        if (killer !== undefined) add(result.killed, killer);
        else {
          const text = `${resource.name} ${written(steps)} = ${value === GONE ? "gone" : JSON.stringify(value)}`;
          const others = result.survived.get(field) ?? [];
          result.survived.set(field, [...others, text]);
        }
      }
    }
  }
  return { ...result, fields, mutants };
}

/** Values that loosen, whatever the field is about. */
function loosened(before: unknown): unknown[] {
  if (before === GONE) return [true, "*", -1, {}];
  const gone = [GONE, null];
  if (typeof before === "boolean") return [...gone, !before, String(before)];
  if (typeof before === "number") return [...gone, 0, -1, 2 ** 53, String(before)];
  if (typeof before === "string") return [...gone, "", "*", "other", 0, {}];
  return [...gone, Array.isArray(before) ? {} : [], "*"];
}

interface Reader {
  readonly steps: Steps;
  readonly rules: Rule[];
}

/** Which rules read which fields, by the resource's index. */
function readersOf(rules: readonly Rule[], graph: Graph): ReadonlyMap<string, Reader>[] {
  const readers = graph.resources.map(() => new Map<string, Reader>());
  for (const rule of rules) {
    let asked = false;
    const reads = graph.resources.map((): Reads => ({ paths: new Map(), count: 0 }));
    const resources = graph.resources.map((resource, index) => ({
      ...resource,
      inputs: tracked(resource.inputs, reads[index] ?? { paths: new Map(), count: 0 }, () => asked),
    }));
    evaluate([watched(rule, () => (asked = true))], { ...graph, resources });
    for (const [index, { paths }] of reads.entries()) {
      for (const [key, steps] of paths) {
        const reader = readers[index]?.get(key);
        if (reader) reader.rules.push(rule);
        else readers[index]?.set(key, { steps, rules: [rule] });
      }
    }
  }
  return readers;
}

/** What is read before a rule is asked, the rule has not read. */
function watched(rule: Rule, start: () => void): Rule {
  const check = (subject: never) => {
    start();
    return rule.check(subject);
  };
  return { ...rule, check } as Rule;
}

function explain(
  equivalences: readonly Equivalence[],
  resource: Resource,
  field: string,
  value: unknown,
  before: unknown,
): string | undefined {
  return equivalences.find(
    ({ field: known, on, to }) =>
      known.test(field) && (on?.(resource) ?? true) && (to?.(value, before) ?? true),
  )?.why;
}

type Judge = (index: number, broken: Resource, asked: readonly Rule[]) => string | undefined;

/** Says which rule sees that an object is broken. */
function judgeOf(rules: readonly Rule[], graph: Graph): Judge {
  const before = new Set(evaluate(rules, graph).verdicts.map(key));
  const ask = (asked: readonly Rule[], judged: Graph) =>
    evaluate(asked, judged).verdicts.find(
      (verdict) => verdict.is !== "malformed" && !before.has(key(verdict)),
    )?.rule.name;
  return (index, broken, asked) => {
    const [whole, local] = [true, false].map((all) =>
      asked.filter(({ looksAt }) => (looksAt === "graph") === all),
    );
    return (
      ask(local ?? [], { ...graph, resources: [broken] }) ??
      ask(whole ?? [], { ...graph, resources: graph.resources.with(index, broken) })
    );
  };
}

function key({
  rule,
  resource,
  path,
  must,
}: {
  readonly rule: Rule;
  readonly resource: Resource;
  readonly path: string;
  readonly must: string;
}): string {
  return [rule.name, resource.id, path, must].join("\n");
}

function kindOf({ inputs, type }: Resource): string {
  return typeof inputs["kind"] === "string" ? inputs["kind"] : type;
}

function generalized(steps: Steps): string {
  return steps.map((step) => (typeof step === "number" ? "*" : step)).join(".");
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
