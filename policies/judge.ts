import { type Undecided, type Verdict, evaluate } from "./evaluate.ts";
import type { Graph } from "./graph.ts";
import { type Level, levelOf } from "./levels.ts";
import type { Rule } from "./rule.ts";
import { type Waived, type Waiver, applyWaivers } from "./waivers.ts";

/** What the rules say about a graph, with levels and waivers applied. */
export interface Judgement {
  /** Number of rules that were asked. */
  readonly evaluated: number;
  readonly violations: readonly { readonly verdict: Verdict; readonly level: Level }[];
  readonly waived: Waived["waived"];
  /** Problems of waivers block as violations do. */
  readonly waiverProblems: Waived["problems"];
  readonly undecided: readonly Undecided[];
}

const SEVERITIES = ["critical", "high", "medium", "low"];

/** @param today in UTC, as `2026-11-23`. */
export function judge(
  rules: readonly Rule[],
  graph: Graph,
  waivers: readonly Waiver[],
  today: string,
): Judgement {
  const { verdicts, undecided } = evaluate(rules, graph);
  const { open, waived, problems } = applyWaivers(verdicts, waivers, today);
  return {
    evaluated: rules.filter((rule) => graph.stack !== undefined || !rule.onlyStacks).length,
    violations: open
      .map((verdict) => ({ verdict, level: levelOf(verdict.rule, graph.stack) }))
      .sort(
        (a, b) =>
          SEVERITIES.indexOf(a.verdict.rule.severity) - SEVERITIES.indexOf(b.verdict.rule.severity),
      ),
    waived,
    waiverProblems: problems,
    undecided,
  };
}

/** Whether a deploy may not go on. */
export function blocks(judgement: Judgement): boolean {
  return judgement.waiverProblems.length > 0 || violates(judgement);
}

/** Whether a mandatory rule is violated. Of a part of a graph one cannot say whether a waiver is needed. */
export function violates({ violations }: Judgement): boolean {
  return violations.some(({ level }) => level === "mandatory");
}
