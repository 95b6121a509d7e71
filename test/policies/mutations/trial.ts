import type { Verdict } from "../../../policies/evaluate.ts";
import { evaluate } from "../../../policies/evaluate.ts";
import type { Graph, StackFacts } from "../../../policies/graph.ts";
import type { Rule } from "../../../policies/rule.ts";
import { expand, related, written } from "../support/fields.ts";
import { type Breakage, type Mutant, mutants } from "./breakage.ts";

/** What became of the mutants of one rule. */
export interface Outcome {
  readonly rule: string;
  killed: number;
  /** In words. */
  readonly survived: string[];
  /** Breaks what the graph violates already, with a waiver: nothing more could be seen. */
  waived: number;
}

/** Tries every mutant of the tables on the rule that must see it. */
export function trial(
  rules: readonly Rule[],
  graph: Graph & { readonly stack: StackFacts },
  breakages: readonly Breakage[],
): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const [name, own] of Map.groupBy(breakages, ({ rule }) => rule)) {
    const outcome: Outcome = { rule: name, killed: 0, survived: [], waived: 0 };
    outcomes.set(name, outcome);
    const rule = rules.find((candidate) => candidate.name === name);
    if (!rule) throw new Error(`there is no rule ${name}`);
    const before = new Map(
      evaluate([rule], graph).verdicts.map((verdict) => [key(verdict), verdict]),
    );
    for (const breakage of own) {
      for (const mutant of mutants(breakage, graph)) {
        if (violated(mutant, before.values())) outcome.waived++;
        else if (kills(rule, mutant, before)) outcome.killed++;
        else outcome.survived.push(`${name}: ${mutant.resource?.name ?? "stack"}: ${mutant.text}`);
      }
    }
  }
  return outcomes;
}

function violated({ resource, steps }: Mutant, before: Iterable<Verdict>): boolean {
  return [...before].some(
    (verdict) => verdict.resource.id === resource?.id && related(verdict.path, written(steps)),
  );
}

function kills(rule: Rule, mutant: Mutant, before: ReadonlyMap<string, Verdict>): boolean {
  const { broken, graph } = mutant;
  // Rules that look at one object at a time are asked about the one that is broken.
  const asked = rule.looksAt === "graph" || !broken ? graph : { ...graph, resources: [broken] };
  return evaluate([rule], asked).verdicts.some(
    (verdict) => !before.has(key(verdict)) && verdict.is !== "malformed" && fits(verdict, mutant),
  );
}

/** Whether a verdict is about what is broken, or about another object that lacks it now. */
function fits(
  { resource, path }: Verdict,
  { breakage, resource: own, broken, steps }: Mutant,
): boolean {
  if (resource.id !== own?.id) return true;
  if (related(path, written(steps))) return true;
  const told = breakage.told === undefined ? [] : expand(broken?.inputs, breakage.told);
  return told.some((steps) => related(path, written(steps)));
}

function key({ resource, path, must }: Verdict): string {
  return [resource.id, path, must].join("\n");
}
