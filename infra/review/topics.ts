import { userRequests } from "../../components/monitoring/rules/service.ts";
import type { RuleContext } from "../../components/monitoring/rules/settings.ts";
import type { Topic, Window } from "./question.ts";

/** What is reviewed of the window, in the order of the report. */
export function topics(context: RuleContext, window: Window): readonly Topic[] {
  return [day(context, window), week(context, window), month(context, window)].filter((topic) =>
    topic.windows.includes(window),
  );
}

/** The watch of a new release, which the longer reviews begin with as well. */
function day(context: RuleContext, window: Window): Topic {
  const application = `{k8s_namespace_name="${context.namespaces.application}"}`;
  return {
    title: "System, errors and backups",
    windows: ["24h", "7d", "30d"],
    questions: [
      {
        ...{ item: "day.1", title: "Failed requests", kind: "series", unit: "percentunit" },
        expr: "max (job:http_errors:ratio_rate5m)",
        needs: ["backend"],
        limit: context.errorRatioLimit,
      },
      {
        ...{ item: "day.1", title: "p95 of responses", kind: "series", unit: "s" },
        expr: "max (job:http_request_duration_seconds:p95_5m)",
        needs: ["backend"],
        limit: context.latencyLimitSeconds,
      },
      {
        ...{ item: "day.1", title: "CPU of the limit", kind: "series", unit: "percentunit" },
        expr: "max by (container) (container:cpu_of_limit:ratio_rate5m)",
        needs: ["kubelet"],
        limit: 0.9,
      },
      {
        ...{ item: "day.1", title: "Memory of the limit", kind: "series", unit: "percentunit" },
        expr: "max by (container) (container:memory_of_limit:ratio)",
        needs: ["kubelet"],
        limit: 0.9,
      },
      {
        ...{ item: "day.1", title: "Alerts that fired, minutes", kind: "table", unit: "short" },
        expr: `sum by (alertname, severity) (count_over_time(ALERTS{alertstate="firing",severity!="none"}[${window}:1m]))`,
        needs: ["prometheus"],
      },
      {
        ...{ item: "day.2", title: "Error lines by container", kind: "table", unit: "short" },
        expr: `sum by (k8s_container_name) (count_over_time(${application} | detected_level=~"error|fatal|critical" [${window}]))`,
        language: "logql",
        needs: ["loki", "collector"],
      },
      {
        ...{ item: "day.4", title: "Age of the last backup", kind: "table", unit: "s" },
        expr: "time() - max by (repository) (taskflow_backup_last_success_timestamp_seconds)",
        needs: ["backups"],
        limit: context.backupMaxAgeHours * 3600,
      },
      {
        ...{ item: "day.4", title: "Age of the last restore drill", kind: "table", unit: "s" },
        expr: "time() - max by (repository) (taskflow_restore_drill_last_success_timestamp_seconds)",
        needs: ["backups"],
        limit: context.drillMaxAgeDays * 24 * 3600,
      },
    ],
    asked: [
      { item: "day.3", what: "What do users say?" },
      { item: "day.5", what: "What is to be written down?" },
    ],
  };
}

function week(context: RuleContext, window: Window): Topic {
  const requests = userRequests(context);
  return {
    title: "Performance",
    windows: ["7d", "30d"],
    questions: [
      {
        ...{ item: "week.3", title: "Requests", kind: "series", unit: "reqps" },
        expr: "sum (job:http_requests:rate5m)",
        needs: ["backend"],
      },
      {
        ...{ item: "week.3", title: "p95 by version", kind: "series", unit: "s" },
        expr: "max by (version) (job_version:http_request_duration_seconds:p95_1h)",
        needs: ["backend"],
        limit: context.latencyLimitSeconds,
      },
      {
        ...{ item: "week.3", title: "The slowest routes, p95", kind: "table", unit: "s" },
        expr: `topk(5, histogram_quantile(0.95, sum by (method, route, le) (rate(http_request_duration_seconds_bucket{${requests}}[${window}]))))`,
        needs: ["backend"],
        limit: context.latencyLimitSeconds,
      },
      {
        ...{ item: "week.3", title: "Mean time of statements", kind: "series", unit: "s" },
        expr: "max (database:statement_mean_seconds:15m)",
        needs: ["postgres"],
        limit: context.statementMeanSeconds,
      },
    ],
    asked: [
      { item: "week.2", what: "Which documents are no longer right?" },
      { item: "week.4", what: "What is worth making faster?" },
      { item: "week.5", what: "What is in the next release?" },
    ],
  };
}

function month(context: RuleContext, window: Window): Topic {
  const requests = userRequests(context);
  const { ours } = context;
  const refused = (status: string) =>
    `sum by (route) (increase(http_requests_total{${requests},status="${status}"}[${window}]))`;
  const used = (metric: string) => `sum by (namespace) (${metric}{${ours},container!=""})`;
  const requested = (resource: string) =>
    `sum by (namespace) (kube_pod_container_resource_requests{${ours},resource="${resource}"})`;
  return {
    title: "Security, usage, costs, capacity and objectives",
    windows: ["30d"],
    questions: [
      {
        ...{ item: "month.1", title: "Requests without a login", kind: "table", unit: "short" },
        expr: refused("401"),
        needs: ["backend"],
      },
      {
        ...{ item: "month.1", title: "Requests without the right", kind: "table", unit: "short" },
        expr: refused("403"),
        needs: ["backend"],
      },
      {
        ...{ item: "month.2", title: "Most used routes", kind: "table", unit: "short" },
        expr: `topk(10, sum by (method, route) (increase(http_requests_total{${requests}}[${window}])))`,
        needs: ["backend"],
      },
      {
        ...{
          item: "month.3",
          title: "Memory: used of requested",
          kind: "table",
          unit: "percentunit",
        },
        expr: `${used("container_memory_working_set_bytes")} / ${requested("memory")}`,
        needs: ["kubelet", "kube-state-metrics"],
      },
      {
        ...{ item: "month.4", title: "Volumes left", kind: "series", unit: "percentunit" },
        expr: "min by (persistentvolumeclaim) (volume:available:ratio)",
        needs: ["kubelet", "volumes"],
      },
      {
        ...{ item: "month.4", title: "Days until a volume is full", kind: "table", unit: "short" },
        expr: `volume:available:ratio / -(deriv(volume:available:ratio[${window}]) < 0) / 86400`,
        needs: ["kubelet", "volumes"],
      },
      {
        ...{ item: "month.4", title: "Database connections", kind: "series", unit: "percentunit" },
        expr: "max (postgres:connections:ratio)",
        needs: ["postgres"],
        limit: 0.8,
      },
      {
        ...{ item: "month.6", title: "Error budget left", kind: "table", unit: "percentunit" },
        expr: "slo:error_budget_remaining:ratio30d",
        needs: ["backend"],
      },
    ],
  };
}
