import * as z from "zod/mini";
import { type Context, type Judgement, type Limits, type Need, judgement, need } from "../need.ts";
import { count, measure, words } from "../shape.ts";
import { counted, some } from "../words.ts";
import { own } from "./own.ts";

export const K6_SUMMARY = own("k6-summary");

export const SCRIPTS = ["smoke", "load", "stress"] as const;

export type Script = (typeof SCRIPTS)[number];

/** What a run of k6 measured. */
export const k6Summary = z.object({
  script: z.enum(SCRIPTS),
  requests: count,
  requestsPerSecond: measure,
  /** Within which 95 of 100 requests were answered. */
  p95Milliseconds: measure,
  /** Share of the requests that failed, from 0 to 1. */
  errorRate: z.number().check(z.minimum(0), z.maximum(1)),
  /** `p(95)<500` of `http_req_duration`, and whether it was met. */
  thresholds: z.array(z.object({ metric: words, expression: words, met: z.boolean() })),
  /** Requests a second from which on targets were missed. */
  breakingPoint: z.optional(measure),
});

export type K6Summary = z.infer<typeof k6Summary>;

const ITEMS: Readonly<
  Record<Script, Record<string, (summary: K6Summary, context: Context) => Judgement>>
> = {
  smoke: { "perf.1": thresholdsMet },
  load: { "perf.2": thresholdsMet, "perf.4": quick, "perf.5": reliable },
  stress: { "perf.3": breaksAbovePeak },
};

export const k6Needs: readonly Need[] = SCRIPTS.map((script) =>
  need({
    name: `k6 summary of the ${script} test`,
    predicateType: K6_SUMMARY,
    schema: k6Summary,
    images: ["backend", "frontend", "migrations"],
    option: `--k6 ${script}=SUMMARY.json${script === "stress" ? " --breaking-point RATE" : ""}`,
    isIt: (predicate) =>
      z.safeParse(z.pick(k6Summary, { script: true }), predicate).data?.script === script,
    items: ITEMS[script],
  }),
);

function thresholdsMet({ requests, thresholds, script }: K6Summary): Judgement {
  const missed = thresholds.filter(({ met }) => !met);
  return judgement(
    `${counted(thresholds.length, "threshold")} met by ${counted(requests, "request")}`,
    [
      requests === 0 && nothingSent(script),
      thresholds.length === 0 && {
        problem: `The ${script} test has no threshold, so nothing could fail.`,
        fix: "Give the script `options.thresholds`.",
      },
      missed.length > 0 && {
        problem: `The ${script} test missed ${counted(missed.length, "threshold")}: ${some(missed.map(({ metric, expression }) => `${metric} ${expression}`))}.`,
        fix: "Find out what slowed or failed before you release it.",
      },
    ],
  );
}

/** Whether 95 of 100 requests were answered in time. */
export function quick(
  { requests, p95Milliseconds: p95 }: Pick<K6Summary, "requests" | "p95Milliseconds">,
  { limits }: { readonly limits: Pick<Limits, "p95Milliseconds"> },
): Judgement {
  const limit = limits.p95Milliseconds;
  return judgement(`p95 ${rounded(p95)} ms, below ${limit} ms`, [
    requests === 0 && nothingSent("load"),
    p95 >= limit && {
      problem: `95 of 100 requests took up to ${rounded(p95)} ms, which is not below ${limit} ms.`,
      fix: "Find the slow requests; the limit is the stack's.",
    },
  ]);
}

/** Whether few enough requests have failed. */
export function reliable(
  { requests, errorRate }: Pick<K6Summary, "requests" | "errorRate">,
  { limits }: { readonly limits: Pick<Limits, "errorRate"> },
): Judgement {
  return judgement(`${percent(errorRate)} failed, below ${percent(limits.errorRate)}`, [
    requests === 0 && nothingSent("load"),
    errorRate >= limits.errorRate && {
      problem: `${percent(errorRate)} of the requests failed, which is not below ${percent(limits.errorRate)}.`,
      fix: "Find why they fail; the limit is the stack's.",
    },
  ]);
}

function breaksAbovePeak(
  { requests, breakingPoint }: K6Summary,
  { limits, loadRate }: Context,
): Judgement {
  const peak = limits.peakRequestsPerSecond ?? loadRate;
  return judgement(
    `breaks at ${rounded(breakingPoint ?? 0)} requests a second, above the peak of ${rounded(peak ?? 0)}`,
    [
      requests === 0 && nothingSent("stress"),
      breakingPoint === undefined && {
        problem: "The stress test recorded no breaking point.",
        fix: "Raise the rate until targets are missed, and record it with `--breaking-point`.",
      },
      peak === undefined && {
        problem: "There is no peak to compare the breaking point with.",
        fix: "Configure one, or attest the load test, which is run at it.",
      },
      breakingPoint !== undefined &&
        peak !== undefined &&
        breakingPoint <= peak && {
          problem: `It breaks at ${rounded(breakingPoint)} requests a second, not above the peak of ${rounded(peak)}.`,
          fix: "Add replicas or make it faster before the peak finds out.",
        },
    ],
  );
}

function nothingSent(script: Script) {
  return {
    problem: `The ${script} test sent no request.`,
    fix: "See that it reaches the application.",
  };
}

/** With two decimals at most. */
export function rounded(figure: number): string {
  return String(Math.round(figure * 100) / 100);
}

function percent(share: number): string {
  return `${rounded(share * 100)} %`;
}
