import type { Exchange } from "./exchange.ts";

/** What the requests of one target came to. */
export interface Measured {
  readonly requests: number;
  /** Within which 95 of 100 were answered, logins aside. */
  readonly p95Milliseconds: number;
  /** Share of them that had no answer or one of 500 and above, from 0 to 1. */
  readonly errorRate: number;
}

/**
 * Measures what the application answered: a 429 is the edge's answer, at once. A login takes long so that guessing does,
 * and of a run they are a larger part than of what users do.
 */
export function measure(record: readonly Exchange[]): Measured {
  const counted = record.filter(({ answer }) => answer?.status !== 429);
  const failed = counted.filter(isError);
  const timed = counted.filter(({ request }) => request.kind !== "login");
  return {
    requests: counted.length,
    p95Milliseconds: Math.ceil(percentile(timed.map(({ milliseconds }) => milliseconds))),
    errorRate: counted.length === 0 ? 0 : failed.length / counted.length,
  };
}

/** Whether the server, and not the request, is to blame. */
export function isError({ answer }: Exchange): boolean {
  return answer === undefined || answer.status >= 500;
}

/** The smallest that 95 of 100 do not exceed; 0 of none. */
function percentile(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
