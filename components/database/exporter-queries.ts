import { stringify } from "yaml";
import { OPS_SCHEMA } from "./ops-sql.ts";
import { group } from "./names.ts";

/** A query of the exporter: each row is a sample, and each column a label or a value of `<name>_<column>`. */
interface Query {
  readonly query: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly gauges?: Readonly<Record<string, string>>;
  readonly counters?: Readonly<Record<string, string>>;
}

/** Of any server that has pg_stat_statements. */
const STATISTICS: Readonly<Record<string, Query>> = {
  taskflow_statements: {
    query: `SELECT coalesce(sum(calls), 0)::float AS calls_total,
  coalesce(sum(total_exec_time), 0) / 1000 AS seconds_total
FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
WHERE r.rolname LIKE '${group("application")}%'`,
    counters: {
      calls_total: "Statements that the application has run",
      seconds_total: "Time that they took",
    },
  },
  taskflow_statement: {
    query: `SELECT queryid::text AS queryid, left(regexp_replace(min(query), '\\s+', ' ', 'g'), 80) AS query,
  sum(calls)::float AS calls_total, sum(total_exec_time) / 1000 AS seconds_total
FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
WHERE r.rolname LIKE '${group("application")}%'
GROUP BY queryid ORDER BY sum(total_exec_time) DESC LIMIT 20`,
    labels: { queryid: "Identifier of the statement", query: "Its beginning, without values" },
    counters: { calls_total: "Runs of the statement", seconds_total: "Time that they took" },
  },
  taskflow_table: {
    query: `SELECT schemaname, relname AS "table", n_dead_tup::float AS dead_rows, n_live_tup::float AS live_rows,
  seq_scan::float AS sequential_scans_total, coalesce(idx_scan, 0)::float AS index_scans_total,
  pg_total_relation_size(relid)::float AS size_bytes
FROM pg_stat_user_tables WHERE schemaname = 'public'`,
    labels: { schemaname: "Schema", table: "Table" },
    gauges: {
      dead_rows: "Rows that wait for vacuum: bloat",
      live_rows: "Rows",
      size_bytes: "Size with indexes",
    },
    counters: {
      sequential_scans_total: "Scans without an index",
      index_scans_total: "Scans by an index",
    },
  },
  taskflow_index: {
    query: `SELECT relname AS "table", indexrelname AS "index", idx_scan::float AS scans_total,
  pg_relation_size(indexrelid)::float AS size_bytes
FROM pg_stat_user_indexes WHERE schemaname = 'public'`,
    labels: { table: "Table", index: "Index" },
    gauges: { size_bytes: "Size" },
    counters: { scans_total: "Scans by the index; never any: it only costs" },
  },
};

/** Of the server that we run ourselves. */
const OPERATIONS: Readonly<Record<string, Query>> = {
  taskflow_backup: {
    query: `SELECT repository::text AS repository,
  coalesce(extract(epoch FROM max(finished_at) FILTER (WHERE succeeded)), 0) AS last_success_timestamp_seconds,
  coalesce(extract(epoch FROM max(finished_at) FILTER (WHERE succeeded AND kind = 'full')), 0)
    AS last_full_success_timestamp_seconds,
  coalesce(extract(epoch FROM max(finished_at) FILTER (WHERE NOT succeeded)), 0)
    AS last_failure_timestamp_seconds
FROM ${OPS_SCHEMA}.backup_run GROUP BY repository`,
    labels: { repository: "1 is the volume, 2 is off-site" },
    gauges: {
      last_success_timestamp_seconds: "End of the last good backup",
      last_full_success_timestamp_seconds: "End of the last good full backup",
      last_failure_timestamp_seconds: "End of the last failed backup",
    },
  },
  taskflow_backup_run: {
    query: `SELECT DISTINCT ON (repository, kind) repository::text AS repository, kind,
  extract(epoch FROM finished_at - started_at) AS duration_seconds,
  database_bytes::float AS database_bytes, stored_bytes::float AS stored_bytes
FROM ${OPS_SCHEMA}.backup_run WHERE succeeded ORDER BY repository, kind, finished_at DESC`,
    labels: { repository: "1 is the volume, 2 is off-site", kind: "full or incr" },
    gauges: {
      duration_seconds: "How long the last good one took",
      database_bytes: "Size of the database in it",
      stored_bytes: "What it added to the repository",
    },
  },
  taskflow_restore_drill: {
    query: `SELECT repository::text AS repository,
  coalesce(extract(epoch FROM max(finished_at) FILTER (WHERE succeeded)), 0) AS last_success_timestamp_seconds,
  coalesce(extract(epoch FROM max(finished_at) FILTER (WHERE NOT succeeded)), 0)
    AS last_failure_timestamp_seconds,
  (array_agg(rto_seconds ORDER BY finished_at DESC) FILTER (WHERE succeeded))[1] AS rto_seconds,
  (array_agg(rpo_seconds ORDER BY finished_at DESC) FILTER (WHERE succeeded))[1] AS rpo_seconds
FROM ${OPS_SCHEMA}.restore_drill GROUP BY repository`,
    labels: { repository: "1 is the volume, 2 is off-site" },
    gauges: {
      last_success_timestamp_seconds: "End of the last drill that proved the backup",
      last_failure_timestamp_seconds: "End of the last drill that did not",
      rto_seconds: "From the start of the restore to the first query answered",
      rpo_seconds: "Writes that the loss of the volume could cost, at worst",
    },
  },
  taskflow_credential: {
    query: `SELECT regexp_replace(login, '_[ab]$', '') AS role,
  extract(epoch FROM max(rotated_at)) AS rotated_timestamp_seconds
FROM ${OPS_SCHEMA}.credential GROUP BY 1`,
    labels: { role: "Role whose two logins take turns" },
    gauges: { rotated_timestamp_seconds: "When one of them last got a new password" },
  },
  taskflow_archiver: {
    query: `SELECT archived_count::float AS archived_total, failed_count::float AS failed_total,
  coalesce(extract(epoch FROM last_archived_time), 0) AS last_archived_timestamp_seconds,
  coalesce(extract(epoch FROM last_failed_time), 0) AS last_failed_timestamp_seconds,
  (coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false))::int AS failing,
  (SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready')::float AS waiting_segments
FROM pg_stat_archiver`,
    gauges: {
      last_archived_timestamp_seconds: "When a segment was last archived",
      last_failed_timestamp_seconds: "When archiving last failed",
      failing: "1 while the last attempt failed",
      waiting_segments: "Segments that only the volume has",
    },
    counters: { archived_total: "Segments archived", failed_total: "Failed attempts" },
  },
};

/** The exporter's query file. */
export function exporterQueries(kind: "bundled" | "external"): string {
  const queries = kind === "bundled" ? { ...STATISTICS, ...OPERATIONS } : STATISTICS;
  return stringify(
    Object.fromEntries(
      Object.entries(queries).map(([name, query]) => [
        name,
        {
          query: query.query,
          metrics: [
            ...columns("LABEL", query.labels),
            ...columns("GAUGE", query.gauges),
            ...columns("COUNTER", query.counters),
          ],
        },
      ]),
    ),
    { lineWidth: 0 },
  );
}

function columns(usage: string, descriptions: Readonly<Record<string, string>> = {}) {
  return Object.entries(descriptions).map(([name, description]) => ({
    [name]: { usage, description },
  }));
}
