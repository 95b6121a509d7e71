import { type Judgement, judge } from "../policies/judge.ts";
import type { Resource } from "../policies/graph.ts";
import type { Rule } from "../policies/rule.ts";
import { rules as all } from "../policies/rules/index.ts";
import { stackFacts } from "../stacks/facts.ts";
import type { Settings } from "./config/index.ts";

/** What to ask, and when. */
export interface Question {
  /** Default: every rule of the pack. */
  readonly rules?: readonly Rule[];
  /** In UTC, as `2026-11-23`: waivers end by it. Default: today. */
  readonly today?: string;
}

/** What the policy pack says about everything that a stack declares. */
export function verdict(
  settings: Settings,
  resources: readonly Resource[],
  { rules = all, today = new Date().toISOString().slice(0, 10) }: Question = {},
): Judgement {
  const graph = { resources, stack: stackFacts(settings) };
  return judge(rules, graph, Object.values(settings.waivers), today);
}
