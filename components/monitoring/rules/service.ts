import type { RuleGroup } from "./rule.ts";
import { type RuleContext, percent } from "./settings.ts";
import { sloRules } from "./slo.ts";

/** Rate, errors and duration of the backend, and what we promise of them. */
export function serviceRules(context: RuleContext): RuleGroup[] {
  const { latencyLimitSeconds, errorRatioLimit, rollbackErrorRatio } = context;
  const requests = userRequests(context);
  const needs = ["backend"] as const;
  return [
    {
      name: "service",
      needs,
      rules: [
        {
          record: "job:http_requests:rate5m",
          expr: `sum by (job) (rate(http_requests_total{${requests}}[5m]))`,
        },
        { record: "job:http_errors:ratio_rate5m", expr: errorRatio(requests, "5m", "by (job)") },
        {
          record: "job:http_request_duration_seconds:p95_5m",
          expr: p95(requests, "5m", "job"),
        },
        {
          alert: "ErrorRateHigh",
          expr: `job:http_errors:ratio_rate5m > ${errorRatioLimit}`,
          for: "5m",
          severity: "warning",
          concern: "release",
          labels: { window: "release" },
          summary: `More than ${percent(errorRatioLimit)} of requests fail since the release.`,
          description:
            "{{ $value | humanizePercentage }} of the requests of {{ $labels.job }} fail.",
          checklist: ["watch.1"],
        },
        {
          alert: "ErrorRateDemandsRollback",
          expr: `job:http_errors:ratio_rate5m > ${rollbackErrorRatio}`,
          for: "2m",
          severity: "critical",
          concern: "service",
          summary: `More than ${percent(rollbackErrorRatio)} of requests fail: roll back if a release is new.`,
          description:
            "{{ $value | humanizePercentage }} of the requests of {{ $labels.job }} fail.",
          checklist: ["watch.1"],
        },
        {
          alert: "LatencyHigh",
          expr: `job:http_request_duration_seconds:p95_5m > ${latencyLimitSeconds}`,
          for: "10m",
          severity: "warning",
          concern: "service",
          summary: `One request in twenty takes longer than ${latencyLimitSeconds} s.`,
          description: "The p95 of {{ $labels.job }} is {{ $value | humanizeDuration }}.",
          checklist: ["watch.2"],
        },
      ],
    },
    {
      name: "slo",
      needs,
      rules: [
        ...sloRules({
          name: "availability",
          objective: context.availabilityObjective,
          errorRatio: (range) => errorRatio(requests, range),
          badEvent: "failed requests",
          checklist: ["mon.8", "month.6"],
        }),
        ...sloRules({
          name: "latency",
          objective: context.latencyObjective,
          errorRatio: (range) => slowRatio(requests, range, latencyLimitSeconds),
          badEvent: "slow requests",
          checklist: ["mon.8", "month.6", "watch.2"],
        }),
      ],
    },
  ];
}

/** Matchers of what users asked for, without probes and Prometheus itself. */
export function userRequests({ namespaces, internalRoutes }: RuleContext): string {
  const routes = internalRoutes.map((route) => route.replaceAll(/[.+*?()[\]{}|^$]/g, "\\\\$&"));
  return [
    `job="backend",namespace="${namespaces.application}"`,
    ...(routes.length > 0 ? [`route!~"${routes.join("|")}"`] : []),
  ].join(",");
}

export function p95(requests: string, range: string, by: string): string {
  const rate = `rate(http_request_duration_seconds_bucket{${requests}}[${range}])`;
  return `histogram_quantile(0.95, sum by (${by}, le) (${rate}))`;
}

/** The share is 0 and not absent while nothing fails, so that averages over time are right. */
export function errorRatio(requests: string, range: string, by = ""): string {
  const sum = (matchers: string) => `sum ${by} (rate(http_requests_total{${matchers}}[${range}]))`;
  const all = sum(requests);
  return `(${sum(`${requests},status=~"5.."`)} or 0 * ${all}) / ${all}`;
}

function slowRatio(requests: string, range: string, limit: number): string {
  const rate = (series: string, matchers: string) =>
    `sum (rate(http_request_duration_seconds_${series}{${matchers}}[${range}]))`;
  return `1 - ${rate("bucket", `${requests},le=~"${bucket(limit)}"`)} / ${rate("count", requests)}`;
}

/** A whole number is `1` in Prometheus 2 and `1.0` in Prometheus 3. */
function bucket(seconds: number): string {
  const text = String(seconds);
  return Number.isInteger(seconds) ? `${text}|${text}\\\\.0` : text.replace(".", "\\\\.");
}
