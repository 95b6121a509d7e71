import { group } from "./names.ts";

/** Schema of the records that backups, drills and rotations leave for the exporter. */
export const OPS_SCHEMA = "taskflow_ops";

/** The operational tables, inside the transaction of `rolesSql`. */
export function opsSql(): string {
  const backup = group("backup");
  const exporter = group("exporter");
  return `CREATE SCHEMA IF NOT EXISTS ${OPS_SCHEMA};

CREATE TABLE IF NOT EXISTS ${OPS_SCHEMA}.backup_run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  repository integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('full', 'diff', 'incr')),
  succeeded boolean NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  label text,
  database_bytes bigint,
  stored_bytes bigint
);

CREATE TABLE IF NOT EXISTS ${OPS_SCHEMA}.restore_drill (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  repository integer NOT NULL,
  succeeded boolean NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  step text NOT NULL,
  backup_label text,
  rto_seconds double precision,
  rpo_seconds double precision
);

CREATE TABLE IF NOT EXISTS ${OPS_SCHEMA}.drill_canary (
  drill text NOT NULL,
  phase text NOT NULL CHECK (phase IN ('before', 'after')),
  written_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (drill, phase)
);

CREATE TABLE IF NOT EXISTS ${OPS_SCHEMA}.credential (
  login name PRIMARY KEY,
  rotated_at timestamptz NOT NULL
);

REVOKE ALL ON ALL TABLES IN SCHEMA ${OPS_SCHEMA} FROM PUBLIC;
GRANT USAGE ON SCHEMA ${OPS_SCHEMA} TO ${backup}, ${exporter};
GRANT INSERT ON ${OPS_SCHEMA}.backup_run, ${OPS_SCHEMA}.restore_drill TO ${backup};
GRANT INSERT, DELETE ON ${OPS_SCHEMA}.drill_canary TO ${backup};
GRANT SELECT ON ${OPS_SCHEMA}.backup_run, ${OPS_SCHEMA}.restore_drill, ${OPS_SCHEMA}.credential TO ${exporter};
`;
}
