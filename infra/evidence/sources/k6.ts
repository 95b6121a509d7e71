import * as z from "zod/mini";
import type {
  K6Summary,
  Script,
} from "../../../components/release/evidence/predicates/k6-summary.ts";
import { count, measure } from "../../../components/release/evidence/shape.ts";
import { Unusable } from "../../preview/failure.ts";
import { expect, readJson } from "../files.ts";

/** As `--summary-export` writes it: a threshold is true when it was crossed. */
const exported = z.object({
  metrics: z.record(
    z.string(),
    z.object({ thresholds: z.optional(z.record(z.string(), z.boolean())) }),
  ),
});

/** As `handleSummary` is given it. */
const handed = z.object({
  metrics: z.record(
    z.string(),
    z.object({
      values: z.unknown(),
      thresholds: z.optional(z.record(z.string(), z.object({ ok: z.boolean() }))),
    }),
  ),
});

const figures = z.object({
  http_reqs: z.object({ count, rate: measure }),
  http_req_duration: z.object({ "p(95)": measure }),
  http_req_failed: z.union([z.object({ value: measure }), z.object({ rate: measure })]),
});

/**
 * What a run of k6 measured, from either format that tells of thresholds.
 *
 * @param breakingPoint requests a second
 */
export function k6Summary(script: Script, file: string, breakingPoint?: number): K6Summary {
  const document = readJson(file);
  const metrics = metricsOf(file, document);
  if (!Object.hasOwn(metrics, "http_reqs")) {
    throw new Unusable(`${file}: has no http_reqs, so the script sent no request`);
  }
  const read = expect(
    file,
    "k6 summary with http_reqs, http_req_duration (with p(95) among `summaryTrendStats`) and http_req_failed",
    figures,
    metrics,
  );
  const failed = read.http_req_failed;
  return {
    script,
    requests: read.http_reqs.count,
    requestsPerSecond: read.http_reqs.rate,
    p95Milliseconds: read.http_req_duration["p(95)"],
    errorRate: "value" in failed ? failed.value : failed.rate,
    thresholds: thresholdsOf(file, document),
    ...(breakingPoint !== undefined && { breakingPoint }),
  };
}

function metricsOf(file: string, document: unknown): Readonly<Record<string, unknown>> {
  const { metrics } = expect(
    file,
    "k6 summary with thresholds, which `--new-machine-readable-summary` leaves out",
    z.object({ metrics: z.record(z.string(), z.record(z.string(), z.unknown())) }),
    document,
  );
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => [name, metric["values"] ?? metric]),
  );
}

function thresholdsOf(file: string, document: unknown): K6Summary["thresholds"] {
  const flat = z.safeParse(exported, document).data?.metrics;
  if (flat) {
    return Object.entries(flat).flatMap(([metric, { thresholds = {} }]) =>
      Object.entries(thresholds).map(([expression, crossed]) => ({
        metric,
        expression,
        met: !crossed,
      })),
    );
  }
  const { metrics } = expect(file, "k6 summary", handed, document);
  return Object.entries(metrics).flatMap(([metric, { thresholds = {} }]) =>
    Object.entries(thresholds).map(([expression, { ok }]) => ({ metric, expression, met: ok })),
  );
}
