import type { RuleContext } from "../../rules/settings.ts";
import type { Dashboard } from "../dashboard.ts";

/** Is everything all right, and if not, where to look. */
export function overview(context: RuleContext): Dashboard {
  return {
    uid: "taskflow-overview",
    title: "Overview",
    needs: ["prometheus"],
    panels: [
      {
        kind: "value",
        title: "Site",
        description: "1 while every public address answers.",
        needs: ["blackbox"],
        unit: "short",
        queries: [{ expr: "min (probe_success)" }],
        limit: { at: 1, good: "above" },
      },
      {
        kind: "value",
        title: "Failed requests",
        needs: ["backend"],
        unit: "percentunit",
        queries: [{ expr: "max (job:http_errors:ratio_rate5m)" }],
        limit: { at: context.errorRatioLimit, good: "below" },
      },
      {
        kind: "value",
        title: "p95",
        needs: ["backend"],
        unit: "s",
        queries: [{ expr: "max (job:http_request_duration_seconds:p95_5m)" }],
        limit: { at: context.latencyLimitSeconds, good: "below" },
      },
      {
        kind: "value",
        title: "Firing alerts",
        unit: "short",
        queries: [
          {
            expr: `count (ALERTS{alertstate="firing",severity=~"critical|warning"}) or vector(0)`,
          },
        ],
        limit: { at: 1, good: "below" },
      },
      {
        kind: "list",
        title: "Firing alerts",
        emptyUntil: "one fires",
        unit: "short",
        queries: [
          {
            expr: `sum by (severity, alertname, namespace, job) (ALERTS{alertstate="firing",severity=~"critical|warning"})`,
          },
        ],
      },
      {
        kind: "series",
        title: "Error budget left, 30 days",
        needs: ["backend"],
        unit: "percentunit",
        queries: [{ expr: "slo:error_budget_remaining:ratio30d", legend: "{{slo}}" }],
        limit: { at: 0.1, good: "above" },
      },
      {
        kind: "series",
        title: "Requests",
        needs: ["backend"],
        unit: "reqps",
        queries: [{ expr: "job:http_requests:rate5m", legend: "{{job}}" }],
      },
      {
        kind: "series",
        title: "Targets that do not answer",
        unit: "short",
        queries: [{ expr: "count by (job) (up == 0) or vector(0)", legend: "{{job}}" }],
        limit: { at: 1, good: "below" },
      },
      {
        kind: "series",
        title: "CPU of the limit",
        needs: ["kubelet"],
        unit: "percentunit",
        queries: [
          {
            expr: "max by (namespace, container) (container:cpu_of_limit:ratio_rate5m)",
            legend: "{{container}}",
          },
        ],
        limit: { at: 0.9, good: "below" },
      },
      {
        kind: "series",
        title: "Memory of the limit",
        needs: ["kubelet"],
        unit: "percentunit",
        queries: [
          {
            expr: "max by (namespace, container) (container:memory_of_limit:ratio)",
            legend: "{{container}}",
          },
        ],
        limit: { at: 0.9, good: "below" },
      },
      {
        kind: "value",
        title: "Certificate ends",
        needs: ["blackbox"],
        unit: "dateTimeFromNow",
        queries: [{ expr: "min (probe_ssl_earliest_cert_expiry) * 1000" }],
      },
      {
        kind: "value",
        title: "Series in memory",
        unit: "short",
        queries: [{ expr: "max (prometheus_tsdb_head_series)" }],
      },
    ],
  };
}
