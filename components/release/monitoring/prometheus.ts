import { type Server, dataOf } from "./api.ts";

/*
 * What Prometheus says of itself: of each answer, what is judged.
 * Source: https://prometheus.io/docs/prometheus/latest/querying/api/
 */

export interface Target {
  readonly labels: Readonly<Record<string, string>>;
  /** `unknown` until it has been read once. */
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
  readonly scrapeUrl: string;
}

export interface LoadedGroup {
  readonly name: string;
  readonly rules: readonly {
    readonly name: string;
    /** `unknown` until it has been evaluated once. */
    readonly health: "ok" | "err" | "unknown";
    readonly lastError?: string;
  }[];
}

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing";
  readonly annotations: Readonly<Record<string, string>>;
}

/** One series, and its value now. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

export async function targetsOf(server: Server): Promise<readonly Target[]> {
  const path = "/api/v1/targets?state=active";
  return (await dataOf<{ readonly activeTargets: readonly Target[] }>(server, path)).activeTargets;
}

export async function groupsOf(server: Server): Promise<readonly LoadedGroup[]> {
  return (await dataOf<{ readonly groups: readonly LoadedGroup[] }>(server, "/api/v1/rules"))
    .groups;
}

export async function alertsOf(server: Server): Promise<readonly Alert[]> {
  return (await dataOf<{ readonly alerts: readonly Alert[] }>(server, "/api/v1/alerts")).alerts;
}

/** What a query of series returns now. One of a single number returns one sample without labels. */
export async function samplesOf(server: Server, query: string): Promise<readonly Sample[]> {
  const { resultType, result } = await dataOf<
    | { readonly resultType: "vector"; readonly result: readonly Sample[] }
    | { readonly resultType: "scalar"; readonly result: Sample["value"] }
  >(server, "/api/v1/query", { query });
  return resultType === "scalar" ? [{ metric: {}, value: result }] : result;
}
