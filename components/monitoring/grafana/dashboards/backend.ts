import { p95, userRequests } from "../../rules/service.ts";
import type { RuleContext } from "../../rules/settings.ts";
import type { Dashboard } from "../dashboard.ts";

/** Rate, errors and duration, in all and by route. */
export function backend(context: RuleContext): Dashboard {
  const requests = userRequests(context);
  const process = `{job="backend",namespace="${context.namespaces.application}"}`;
  return {
    uid: "taskflow-backend",
    title: "Backend",
    needs: ["backend"],
    panels: [
      {
        kind: "series",
        title: "Requests by status",
        unit: "reqps",
        queries: [
          {
            expr: `sum by (status) (rate(http_requests_total{${requests}}[5m]))`,
            legend: "{{status}}",
          },
        ],
      },
      {
        kind: "series",
        title: "Failed requests",
        unit: "percentunit",
        queries: [{ expr: "job:http_errors:ratio_rate5m", legend: "{{job}}" }],
        limit: { at: context.errorRatioLimit, good: "below" },
      },
      {
        kind: "series",
        title: "p95",
        unit: "s",
        queries: [{ expr: "job:http_request_duration_seconds:p95_5m", legend: "{{job}}" }],
        limit: { at: context.latencyLimitSeconds, good: "below" },
      },
      {
        kind: "series",
        title: "p95 by route, the slowest ten",
        unit: "s",
        queries: [
          {
            expr: `topk(10, ${p95(requests, "5m", "method, route")})`,
            legend: "{{method}} {{route}}",
          },
        ],
        limit: { at: context.latencyLimitSeconds, good: "below" },
      },
      {
        kind: "series",
        title: "Failures by route",
        emptyUntil: "a request fails",
        unit: "reqps",
        queries: [
          {
            expr: `sum by (method, route) (rate(http_requests_total{${requests},status=~"5.."}[5m])) > 0`,
            legend: "{{method}} {{route}}",
          },
        ],
      },
      {
        kind: "series",
        title: "Budget burn rate, an hour",
        description: "1 spends the budget of 30 days in exactly 30 days.",
        unit: "short",
        queries: [
          {
            expr: `slo:error:ratio_rate1h{slo="availability"} / ${1 - context.availabilityObjective / 100}`,
            legend: "{{slo}}",
          },
          {
            expr: `slo:error:ratio_rate1h{slo="latency"} / ${1 - context.latencyObjective / 100}`,
            legend: "{{slo}}",
          },
        ],
        limit: { at: 1, good: "below" },
      },
      {
        kind: "series",
        title: "Event loop lag, p99",
        unit: "s",
        queries: [{ expr: `nodejs_eventloop_lag_p99_seconds${process}`, legend: "{{pod}}" }],
      },
      {
        kind: "series",
        title: "Heap in use",
        unit: "bytes",
        queries: [{ expr: `nodejs_heap_size_used_bytes${process}`, legend: "{{pod}}" }],
      },
      {
        kind: "series",
        title: "Replicas",
        needs: ["kube-state-metrics"],
        unit: "short",
        queries: [
          {
            expr: `kube_horizontalpodautoscaler_status_current_replicas{${context.ours}}`,
            legend: "{{horizontalpodautoscaler}}",
          },
          {
            expr: `kube_horizontalpodautoscaler_spec_max_replicas{${context.ours}}`,
            legend: "{{horizontalpodautoscaler}}, at most",
          },
        ],
      },
      {
        kind: "logs",
        title: "Errors",
        needs: ["loki", "collector"],
        queries: [
          {
            expr: `{k8s_namespace_name="${context.namespaces.application}",k8s_container_name="backend"} | detected_level=~"error|fatal|critical"`,
          },
        ],
      },
    ],
  };
}
