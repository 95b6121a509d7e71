import { errorRatio, userRequests } from "../../rules/service.ts";
import type { RuleContext } from "../../rules/settings.ts";
import type { Dashboard } from "../dashboard.ts";

/** This release beside the last one. */
export function release(context: RuleContext): Dashboard {
  const requests = userRequests(context);
  const byVersion = (matchers: string) =>
    `sum by (version) (rate(http_requests_total{${matchers}}[5m]))`;
  return {
    uid: "taskflow-release",
    title: "Release",
    needs: ["backend"],
    panels: [
      {
        kind: "series",
        title: "Pods by version",
        unit: "short",
        queries: [{ expr: `count by (version) (up{job="backend"} == 1)`, legend: "{{version}}" }],
      },
      {
        kind: "series",
        title: "Requests by version",
        unit: "reqps",
        queries: [{ expr: byVersion(requests), legend: "{{version}}" }],
      },
      {
        kind: "series",
        title: "Failed requests by version",
        unit: "percentunit",
        queries: [
          {
            expr: errorRatio(requests, "5m", "by (version)"),
            legend: "{{version}}",
          },
        ],
        limit: { at: context.rollbackErrorRatio, good: "below" },
      },
      {
        kind: "series",
        title: "p95 over an hour by version",
        unit: "s",
        queries: [
          { expr: "job_version:http_request_duration_seconds:p95_1h", legend: "{{version}}" },
        ],
        limit: { at: context.latencyLimitSeconds, good: "below" },
      },
      {
        kind: "series",
        title: "Working set by version",
        needs: ["kubelet"],
        unit: "bytes",
        queries: [
          { expr: "version:container_memory_working_set_bytes:avg", legend: "{{version}}" },
        ],
      },
      {
        kind: "series",
        title: "Working set against six hours ago",
        emptyUntil: "the version has run for so long",
        needs: ["kubelet"],
        unit: "short",
        queries: [{ expr: "version:working_set_growth:ratio6h", legend: "{{version}}" }],
      },
      {
        kind: "series",
        title: "Restarts",
        needs: ["kube-state-metrics"],
        unit: "short",
        queries: [
          {
            expr: `sum by (container) (increase(kube_pod_container_status_restarts_total{namespace="${context.namespaces.application}"}[15m]))`,
            legend: "{{container}}",
          },
        ],
      },
      {
        kind: "series",
        title: "Failed jobs",
        emptyUntil: "one fails",
        needs: ["kube-state-metrics"],
        unit: "short",
        queries: [
          {
            expr: `sum by (namespace, job_name) (kube_job_failed{${context.ours},condition="true"}) > 0`,
            legend: "{{job_name}}",
          },
        ],
      },
    ],
  };
}
