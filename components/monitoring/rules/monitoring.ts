import { JOBS, type Source } from "../sources.ts";
import type { RuleGroup } from "./rule.ts";

/** Whether the watchers watch. `expected` are the sources that this installation should have. */
export function monitoringRules(expected: readonly Source[]): RuleGroup[] {
  const jobs = expected.flatMap((source) => JOBS[source] ?? []);
  return [
    {
      name: "monitoring",
      needs: ["prometheus"],
      rules: [
        {
          alert: "Watchdog",
          expr: "vector(1)",
          severity: "none",
          concern: "monitoring",
          summary: "Always fires: its silence at the far end means that alerting is broken.",
          description: "The dead-man's switch expects this every few minutes.",
          checklist: ["mon.6"],
        },
        {
          alert: "TargetDown",
          expr: "count by (job, namespace) (up == 0) / count by (job, namespace) (up) > 0.1",
          for: "10m",
          severity: "warning",
          concern: "monitoring",
          summary: "Metrics of a workload cannot be read.",
          description:
            "{{ $value | humanizePercentage }} of the targets of {{ $labels.job }} do not answer.",
          checklist: ["day.1"],
        },
        {
          alert: "TargetMissing",
          expr: jobs.map((job) => `absent(up{job="${job}"} == 1)`).join(" or "),
          for: "10m",
          severity: "critical",
          concern: "monitoring",
          summary: "A workload is not watched at all.",
          description: "No target of {{ $labels.job }} answers.",
          checklist: ["day.1"],
        },
        {
          alert: "RulesFail",
          expr: "increase(prometheus_rule_evaluation_failures_total[15m]) > 0",
          severity: "warning",
          concern: "monitoring",
          summary: "A rule cannot be evaluated.",
          description:
            "{{ $labels.rule_group }} failed {{ $value | humanize }} times in 15 minutes.",
          checklist: ["mon.3"],
        },
        {
          alert: "MetricsStorageFails",
          expr:
            "increase(prometheus_tsdb_compactions_failed_total[3h]) > 0 or " +
            "increase(prometheus_tsdb_wal_corruptions_total[3h]) > 0",
          severity: "warning",
          concern: "monitoring",
          summary: "Prometheus has trouble with its data.",
          description: "Compaction failed or the write-ahead log is damaged.",
          checklist: ["day.1"],
        },
      ],
    },
    {
      name: "alerting",
      needs: ["prometheus", "alertmanager"],
      rules: [
        {
          alert: "AlertsNotSent",
          expr:
            "rate(prometheus_notifications_errors_total[5m]) > 0 or " +
            "prometheus_notifications_alertmanagers_discovered < 1",
          for: "10m",
          severity: "critical",
          concern: "monitoring",
          summary: "Alerts do not reach Alertmanager.",
          description: "Whoever reads this was told some other way: look at every alert by hand.",
          checklist: ["mon.3"],
        },
        {
          alert: "NotificationsFail",
          expr: "sum by (integration) (increase(alertmanager_notifications_failed_total[15m])) > 0",
          for: "10m",
          severity: "critical",
          concern: "monitoring",
          summary: "Notifications do not reach people.",
          description: "{{ $labels.integration }} refused {{ $value | humanize }} in 15 minutes.",
          checklist: ["mon.3"],
        },
      ],
    },
    {
      name: "logs",
      needs: ["loki", "collector"],
      rules: [
        {
          alert: "LogsStopped",
          expr: "sum (rate(loki_distributor_lines_received_total[15m])) == 0",
          for: "15m",
          severity: "warning",
          concern: "monitoring",
          summary: "No log line has arrived for half an hour.",
          description: "Loki runs and receives nothing.",
          checklist: ["mon.4", "day.2"],
        },
        {
          alert: "LogsRefused",
          expr: "sum by (reason) (increase(loki_discarded_samples_total[15m])) > 0",
          for: "15m",
          severity: "warning",
          concern: "monitoring",
          summary: "Loki refuses log lines.",
          description: "{{ $value | humanize }} lines in 15 minutes: {{ $labels.reason }}.",
          checklist: ["mon.4", "day.2"],
        },
        {
          alert: "LogsNotDelivered",
          expr: "sum by (node) (increase(otelcol_exporter_send_failed_log_records_total[15m])) > 0",
          for: "15m",
          severity: "warning",
          concern: "monitoring",
          summary: "A collector cannot deliver its logs.",
          description: "{{ $labels.node }} lost {{ $value | humanize }} lines in 15 minutes.",
          checklist: ["mon.4", "day.2"],
        },
      ],
    },
  ];
}
