import type { Limits } from "../evidence/need.ts";
import { quick, reliable, rounded } from "../evidence/predicates/k6-summary.ts";
import { type Refusal, Refused } from "../gates/gate.ts";
import type { JobEnd } from "../kubernetes/job.ts";
import type { K6Figures } from "./report.ts";

/** Items of the checklist that nothing but a run of k6 decides. */
export const ONLY_K6_ITEMS = ["step5.6", "post-perf.3"] as const;

/** Items that a run of k6 decides, some of them once more. */
export const K6_ITEMS = [...ONLY_K6_ITEMS, "post-perf.1", "post-perf.2"] as const;

type K6Item = (typeof K6_ITEMS)[number];

/** What k6 must measure. */
export interface K6Targets extends Pick<Limits, "p95Milliseconds" | "errorRate"> {
  /** At least, over the whole run. */
  readonly requestsPerSecond: number;
}

/** How a run of k6 went. */
export interface K6Ran extends JobEnd {
  readonly figures: K6Figures | undefined;
  /** The last that it has said to people. */
  readonly lastWords: readonly string[];
}

/**
 * What was measured.
 *
 * @throws Refused when that is nothing, or misses a target.
 */
export function k6Verdict(run: K6Ran, targets: K6Targets): K6Figures {
  const { succeeded, figures } = run;
  if (!succeeded || !figures) throw new Refused([unfinished(run)]);
  const refusals = refusalsOf(figures, targets);
  if (refusals.length > 0) throw new Refused(refusals);
  return figures;
}

function unfinished({ why, lastWords }: K6Ran): Refusal {
  const said = [why && `${why}.`, `It said last: ${lastWords.join(" | ")}`];
  return {
    item: "step5.6",
    problem: `k6 did not come to its end. ${said.filter(Boolean).join(" ")}`,
    fix: "See whether the Services answer a pod of the cluster, and whether k6 has enough memory.",
  };
}

function refusalsOf(figures: K6Figures, targets: K6Targets): Refusal[] {
  if (figures.requests === 0) {
    const problem = "Under the load of k6: No request came to its end.";
    return [{ item: "step5.6", problem, fix: "See what holds all of them up, and k6.seconds." }];
  }
  const limits = { limits: targets };
  return [
    ...missed("post-perf.1", quick(figures, limits).objections),
    ...missed("post-perf.2", reliable(figures, limits).objections),
    ...missed("post-perf.3", tooFew(figures, targets)),
  ];
}

function tooFew({ requestsPerSecond: rate }: K6Figures, targets: K6Targets): Missed[] {
  const target = targets.requestsPerSecond;
  if (rate >= target) return [];
  const problem = `${rounded(rate)} requests a second were answered, which is less than ${rounded(target)}.`;
  return [{ problem, fix: "Find what holds them up; the target is k6.requestsPerSecond." }];
}

type Missed = Omit<Refusal, "item">;

function missed(item: K6Item, by: readonly Missed[]): Refusal[] {
  return by.map(({ problem, fix }) => ({
    item,
    problem: `Under the load of k6: ${problem}`,
    fix,
  }));
}
