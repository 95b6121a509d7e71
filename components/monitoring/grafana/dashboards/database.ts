import type { RuleContext } from "../../rules/settings.ts";
import type { Dashboard } from "../dashboard.ts";

/** PostgreSQL and the pooler before it. */
export function database({ statementMeanSeconds }: RuleContext): Dashboard {
  const busy = "sum (rate(pg_stat_database_blks_hit[5m]))";
  return {
    uid: "taskflow-database",
    title: "Database",
    needs: ["postgres"],
    panels: [
      {
        kind: "series",
        title: "Connections of the maximum",
        unit: "percentunit",
        queries: [{ expr: "postgres:connections:ratio", legend: "in use" }],
        limit: { at: 0.8, good: "below" },
      },
      {
        kind: "series",
        title: "Pooler",
        needs: ["pgbouncer"],
        unit: "short",
        queries: [
          {
            expr: "sum by (database) (pgbouncer_pools_client_active_connections)",
            legend: "{{database}}: clients",
          },
          {
            expr: "sum by (database) (pgbouncer_pools_client_waiting_connections)",
            legend: "{{database}}: clients that wait",
          },
          {
            expr: "sum by (database) (pgbouncer_pools_server_active_connections)",
            legend: "{{database}}: connections",
          },
        ],
      },
      {
        kind: "series",
        title: "Transactions",
        unit: "ops",
        queries: [
          { expr: "sum (rate(pg_stat_database_xact_commit[5m]))", legend: "committed" },
          { expr: "sum (rate(pg_stat_database_xact_rollback[5m]))", legend: "rolled back" },
        ],
      },
      {
        kind: "series",
        title: "Reads from memory",
        unit: "percentunit",
        queries: [
          {
            expr: `${busy} / (${busy} + sum (rate(pg_stat_database_blks_read[5m])))`,
            legend: "hits",
          },
        ],
        limit: { at: 0.9, good: "above" },
      },
      {
        kind: "series",
        title: "Mean statement time",
        unit: "s",
        queries: [{ expr: "database:statement_mean_seconds:15m", legend: "all statements" }],
        limit: { at: statementMeanSeconds, good: "below" },
      },
      {
        kind: "list",
        title: "Slowest statements on average",
        emptyUntil: "the application asks something twice",
        unit: "s",
        queries: [{ expr: "topk(10, statement:mean_seconds:15m)" }],
      },
      {
        kind: "list",
        title: "Tables read from end to end, in an hour",
        unit: "short",
        queries: [{ expr: "topk(10, increase(taskflow_table_sequential_scans_total[1h]))" }],
      },
      {
        kind: "list",
        title: "Indexes that nobody reads, by size",
        emptyUntil: "there is one",
        unit: "bytes",
        queries: [
          {
            expr: "topk(10, taskflow_index_size_bytes and increase(taskflow_index_scans_total[7d]) == 0)",
          },
        ],
      },
      {
        kind: "series",
        title: "Size of the largest tables",
        unit: "bytes",
        queries: [{ expr: "topk(10, taskflow_table_size_bytes)", legend: "{{table}}" }],
      },
      {
        kind: "series",
        title: "Dead rows",
        emptyUntil: "a table has a thousand rows",
        unit: "percentunit",
        queries: [
          {
            expr: "topk(10, taskflow_table_dead_rows / (taskflow_table_live_rows + taskflow_table_dead_rows > 1000))",
            legend: "{{table}}",
          },
        ],
        limit: { at: 0.4, good: "below" },
      },
      {
        kind: "series",
        title: "Database size",
        unit: "bytes",
        queries: [{ expr: "sum by (datname) (pg_database_size_bytes)", legend: "{{datname}}" }],
      },
      {
        kind: "series",
        title: "Write-ahead log",
        unit: "bytes",
        queries: [{ expr: "max (pg_wal_size_bytes)", legend: "on the volume" }],
      },
    ],
  };
}
