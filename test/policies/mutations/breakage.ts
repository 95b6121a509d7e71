import { isDeepStrictEqual } from "node:util";
import type { Graph, Inputs, Resource, StackFacts } from "../../../policies/graph.ts";
import {
  type Change,
  GONE,
  type Steps,
  changed,
  expand,
  valueAt,
  written,
} from "../support/fields.ts";

/** One way to break a field. */
export interface Way {
  /** What is done, to complete "securityContext.privileged …": `= true`. */
  readonly text: string;
  readonly change: Change;
}

/** One line of the tables: what to break, how, and the rule that must see it. */
export interface Breakage {
  readonly rule: string;
  /** Kinds of object, or types of the engine. Default: all. */
  readonly of?: string | readonly string[];
  /** Which of them. Default: all. */
  readonly where?: (inputs: Inputs, resource: Resource) => boolean;
  /**
   * Patterns of `expand`, in the object's inputs; an empty one is the object itself. Those that begin with `options`
   * are in its options, those that begin with `stack` in what is known of the stack.
   */
  readonly at: string | readonly string[];
  readonly by: readonly Way[];
  /** Where the rule tells of it, if not at, above or below the field: patterns in the same object. */
  readonly told?: string;
}

/** The graph with one thing broken. */
export interface Mutant {
  readonly breakage: Breakage;
  /** The object that is broken; of the stack's facts, none. */
  readonly resource?: Resource;
  /** In the object's inputs. */
  readonly steps: Steps;
  readonly text: string;
  readonly graph: Graph;
  /** The broken object; absent when it is gone, or when the stack is broken. */
  readonly broken?: Resource;
}

export const gone: Way = { text: "is removed", change: () => GONE };

export function is(...values: readonly unknown[]): Way[] {
  return values.map((value) => ({ text: `= ${JSON.stringify(value)}`, change: () => value }));
}

/** The same value, altered; what is not there stays so. The tables know what the values of their fields are. */
export function made(text: string, change: (value: never) => unknown): Way {
  return { text, change: (value) => (value === GONE ? GONE : change(value as never)) };
}

/** A list with elements more. */
export function plus(...elements: readonly unknown[]): Way[] {
  return elements.map((element) => ({
    text: `+ ${JSON.stringify(element)}`,
    change: (value) => [...(Array.isArray(value) ? (value as unknown[]) : []), element],
  }));
}

/** Every mutant of a breakage. What would be as it was is none. */
export function* mutants(
  breakage: Breakage,
  graph: Graph & { readonly stack: StackFacts },
): Generator<Mutant> {
  for (const pattern of [breakage.at].flat()) {
    if (/^stack\b/.test(pattern)) {
      yield* ofStack(breakage, graph, pattern.replace(/^stack\.?/, ""));
      continue;
    }
    for (const [index, resource] of graph.resources.entries()) {
      if (applies(breakage, resource)) yield* ofResource(breakage, graph, index, pattern);
    }
  }
}

function applies({ of, where }: Breakage, resource: Resource): boolean {
  const { kind } = resource.inputs;
  const kinds = of === undefined ? undefined : [of].flat();
  if (kinds && !kinds.includes(String(kind)) && !kinds.includes(resource.type)) return false;
  return where?.(resource.inputs, resource) ?? true;
}

function* ofStack(
  breakage: Breakage,
  graph: Graph & { readonly stack: StackFacts },
  pattern: string,
): Generator<Mutant> {
  for (const { steps, text, value } of variants(graph.stack, pattern, breakage.by)) {
    yield {
      breakage,
      steps,
      text: `stack.${text}`,
      graph: { ...graph, stack: value as StackFacts },
    };
  }
}

function* ofResource(
  breakage: Breakage,
  graph: Graph,
  index: number,
  pattern: string,
): Generator<Mutant> {
  const resource = graph.resources[index];
  if (!resource) return;
  const ofOptions = /^options\b/.test(pattern);
  const root = ofOptions ? { options: resource.options ?? {} } : resource.inputs;
  for (const { steps, text, value } of variants(root, pattern, breakage.by)) {
    const at = { breakage, resource, steps: ofOptions ? [] : steps, text };
    if (value === GONE) {
      yield { ...at, graph: { ...graph, resources: graph.resources.toSpliced(index, 1) } };
      continue;
    }
    const broken = ofOptions
      ? { ...resource, ...(value as Pick<Resource, "options">) }
      : { ...resource, inputs: value as Inputs };
    yield { ...at, broken, graph: { ...graph, resources: graph.resources.with(index, broken) } };
  }
}

function* variants(
  root: unknown,
  pattern: string,
  ways: readonly Way[],
): Generator<{ readonly steps: Steps; readonly text: string; readonly value: unknown }> {
  for (const steps of expand(root, pattern)) {
    for (const { text, change } of ways) {
      const before = valueAt(root, steps);
      const after = change(before);
      if (after === before || isDeepStrictEqual(after, before)) continue;
      yield { steps, text: `${written(steps)} ${text}`, value: changed(root, steps, () => after) };
    }
  }
}
