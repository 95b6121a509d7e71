import type { RuleGroup } from "./rule.ts";
import type { RuleContext } from "./settings.ts";

/** Rows above which reading a whole table is no longer free. */
const LARGE_TABLE_ROWS = 100_000;

const GIB = 1024 ** 3;

/** PostgreSQL and the pooler before it. */
export function databaseRules({ statementMeanSeconds }: RuleContext): RuleGroup[] {
  return [
    {
      name: "database",
      needs: ["postgres"],
      rules: [
        {
          alert: "PostgresDown",
          expr: "max (pg_up) == 0",
          for: "1m",
          severity: "critical",
          concern: "database",
          summary: "The database does not answer.",
          description: "The exporter cannot connect.",
          checklist: ["mon.9"],
        },
        {
          record: "postgres:connections:ratio",
          expr: "sum (pg_stat_activity_count) / max (pg_settings_max_connections)",
        },
        {
          alert: "PostgresConnectionsNearMaximum",
          expr: "postgres:connections:ratio > 0.8",
          for: "5m",
          severity: "warning",
          concern: "database",
          summary: "The database is running out of connections.",
          description: "{{ $value | humanizePercentage }} of max_connections are in use.",
          checklist: ["mon.9", "watch.5"],
        },
        {
          alert: "PostgresWalPilesUp",
          expr: `pg_wal_size_bytes > ${4 * GIB}`,
          for: "15m",
          severity: "critical",
          concern: "database",
          summary: "The write-ahead log grows and is not removed.",
          description:
            "{{ $value | humanize1024 }}B: archiving fails or a replication slot holds it.",
          checklist: ["mon.9"],
        },
        {
          alert: "PostgresReplicationSlotInactive",
          expr: "pg_replication_slot_slot_is_active == 0",
          for: "15m",
          severity: "warning",
          concern: "database",
          summary: "A replication slot that nobody reads holds the write-ahead log.",
          description: "Slot {{ $labels.slot_name }} is inactive.",
          checklist: ["mon.9"],
        },
        {
          alert: "PostgresTransactionIdsRunOut",
          // PostgreSQL freezes at 200 million by itself and stops at two thousand million.
          expr: "max by (datname) (pg_database_wraparound_age_datfrozenxid_seconds) > 500e6",
          for: "1h",
          severity: "critical",
          concern: "database",
          summary: "Old rows are not frozen: in the end the database refuses writes.",
          description:
            "The oldest transaction of {{ $labels.datname }} is {{ $value | humanize }} old.",
          checklist: ["mon.9"],
        },
        {
          alert: "PostgresDeadlocks",
          expr: "sum by (datname) (increase(pg_stat_database_deadlocks[15m])) > 0",
          severity: "warning",
          concern: "database",
          summary: "Transactions wait for each other.",
          description: "{{ $value | humanize }} deadlocks in {{ $labels.datname }} in 15 minutes.",
          checklist: ["watch.5"],
        },
        {
          alert: "PostgresLongTransaction",
          expr: "max by (datname) (pg_stat_activity_max_tx_duration) > 1800",
          severity: "warning",
          concern: "database",
          summary: "A transaction has been open for half an hour.",
          description:
            "It holds locks and keeps dead rows; {{ $value | humanizeDuration }} so far.",
          checklist: ["watch.5"],
        },
        {
          record: "statement:mean_seconds:15m",
          expr:
            "sum by (queryid, query) (rate(taskflow_statement_seconds_total[15m])) / " +
            "(sum by (queryid, query) (rate(taskflow_statement_calls_total[15m])) > 0)",
        },
        {
          record: "database:statement_mean_seconds:15m",
          expr:
            "sum (rate(taskflow_statements_seconds_total[15m])) / " +
            "(sum (rate(taskflow_statements_calls_total[15m])) > 0)",
        },
        {
          alert: "StatementSlow",
          expr: `statement:mean_seconds:15m > ${statementMeanSeconds}`,
          for: "15m",
          severity: "warning",
          concern: "database",
          summary: `A statement takes longer than ${statementMeanSeconds * 1000} ms on average.`,
          description:
            "Query {{ $labels.queryid }} takes {{ $value | humanizeDuration }}: {{ $labels.query }}",
          checklist: ["perf.7", "watch.5"],
        },
        {
          alert: "DatabaseSlow",
          expr: `database:statement_mean_seconds:15m > ${statementMeanSeconds}`,
          for: "10m",
          severity: "warning",
          concern: "database",
          summary: `The application's statements take longer than ${statementMeanSeconds * 1000} ms on average.`,
          description: "They take {{ $value | humanizeDuration }}.",
          checklist: ["perf.7", "watch.5"],
        },
        {
          alert: "LargeTableScanned",
          expr:
            "increase(taskflow_table_sequential_scans_total[1h]) > 60 and " +
            `taskflow_table_live_rows > ${LARGE_TABLE_ROWS}`,
          for: "1h",
          severity: "warning",
          concern: "database",
          summary: "A large table is read from end to end, again and again.",
          description:
            "{{ $labels.schemaname }}.{{ $labels.table }} lacks an index that its queries need.",
          checklist: ["db.3"],
        },
        {
          alert: "IndexUnused",
          expr:
            "increase(taskflow_index_scans_total[7d]) == 0 and " +
            `taskflow_index_size_bytes > ${GIB / 16}`,
          for: "1d",
          severity: "warning",
          concern: "database",
          summary: "An index is kept up to date, and nobody has read it for a week.",
          description: "{{ $labels.index }} of {{ $labels.table }}.",
          checklist: ["db.3"],
        },
        {
          alert: "TableBloated",
          expr:
            "taskflow_table_dead_rows / (taskflow_table_live_rows + taskflow_table_dead_rows > " +
            `${LARGE_TABLE_ROWS}) > 0.4`,
          for: "1h",
          severity: "warning",
          concern: "database",
          summary: "Much of a table is dead rows.",
          description:
            "{{ $value | humanizePercentage }} of {{ $labels.schemaname }}.{{ $labels.table }}.",
          checklist: ["mon.9"],
        },
      ],
    },
    {
      name: "pooler",
      needs: ["pgbouncer"],
      rules: [
        {
          alert: "PoolerDown",
          expr: "max (pgbouncer_up) == 0",
          for: "1m",
          severity: "critical",
          concern: "database",
          summary: "No connection pooler answers.",
          description: "Neither PgBouncer can be asked for its state.",
          checklist: ["mon.9"],
        },
        {
          alert: "PoolerClientsWait",
          expr: "sum by (database) (pgbouncer_pools_client_waiting_connections) > 0",
          for: "5m",
          severity: "warning",
          concern: "database",
          summary: "Clients wait for a database connection.",
          description: "{{ $value }} clients of {{ $labels.database }} wait.",
          checklist: ["mon.9", "watch.5"],
        },
      ],
    },
  ];
}
