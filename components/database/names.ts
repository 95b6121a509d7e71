import type { Workload } from "../kubernetes/labels.ts";

/** Name of the database, and of its backup stanza. */
export const DATABASE = "taskflow";

/** Login that owns the database and reconciles the other roles. */
export const OWNER = "taskflow_owner";

/** The groups that carry the rights. Each has two logins, of which one is in use: see {@link logins}. */
export const ROLES = ["application", "migrator", "backup", "exporter", "pooler"] as const;

export type Role = (typeof ROLES)[number];

/** Group role without login. */
export function group(role: Role): string {
  return `taskflow_${role}`;
}

/** The two logins of a role, which take turns at each rotation. */
export function logins(role: Role): readonly [string, string] {
  return [`${group(role)}_a`, `${group(role)}_b`];
}

/** The workloads, each with the label that selectors, certificates and runbooks use. */
export const WORKLOADS = {
  postgres: { app: "postgres", component: "database" },
  repository: { app: "pgbackrest", component: "backup" },
  roles: { app: "database-roles", component: "database" },
  stanza: { app: "backup-stanza", component: "backup" },
  fullBackup: { app: "backup-full", component: "backup" },
  incrementalBackup: { app: "backup-incremental", component: "backup" },
  copy: { app: "logical-copy", component: "backup" },
  archive: { app: "release-archive", component: "backup" },
  restore: { app: "database-restore", component: "backup" },
  drill: { app: "restore-drill", component: "backup" },
  migration: { app: "schema-migration", component: "database" },
  rehearsal: { app: "migration-rehearsal", component: "database" },
  pooler: { app: "pgbouncer", component: "database" },
  exporter: { app: "postgres-exporter", component: "monitoring" },
} as const satisfies Record<string, Workload>;

/** The CronJobs that back up by schedule. */
export const SCHEDULED_BACKUPS = [WORKLOADS.fullBackup.app, WORKLOADS.incrementalBackup.app];

/** Containers that gates of the release read the logs of. */
export const CONTAINERS = {
  /** The server that a rehearsal restores. */
  throwaway: "throwaway",
  /** Holds the lock and describes the schema. */
  guard: "guard",
  /** The application's own. */
  migrations: "migrations",
} as const;

/** Variable of the archive's container with records of releases: a JSON document a line, compressed, in Base64. */
export const ARCHIVE_VARIABLE = "RECORDS";

/** Variable of the restore's container with what is restored. */
export const RESTORE_VARIABLE = "RESTORE";

export const PORTS = {
  postgres: 5432,
  pooler: 6432,
  poolerMetrics: 9127,
  repository: 8432,
  exporter: 9187,
} as const;

/** Where things lie in the containers of the database image. */
export const PATHS = {
  /** The claim. The server's files are one level down, since a fresh volume has a `lost+found`. */
  volume: "/var/lib/postgresql",
  /** Without the major version: a newer server finds the older files and refuses, instead of starting empty. */
  data: "/var/lib/postgresql/data",
  config: "/etc/taskflow/postgres",
  sockets: "/run/postgresql",
  tls: "/etc/taskflow/tls",
  /** Certificate authority of the server that a client connects to. */
  serverCa: "/etc/taskflow/server-ca",
  owner: "/etc/taskflow/logins/owner",
  login: "/etc/taskflow/logins/own",
  /** One file a login, for the reconciliation. */
  roles: "/etc/taskflow/roles",
  pgbackrest: "/etc/pgbackrest",
  /** Further pgBackRest settings, which are secret. Not under the other ones: a volume cannot be mounted into a read-only one. */
  pgbackrestSecrets: "/etc/taskflow/offsite",
  /** Where the guard of a migration says whether that may begin. */
  guard: "/run/taskflow",
  repository: "/var/lib/pgbackrest",
  /** Logical copies. In the cluster's own repository they are beside the backups. */
  copies: "/var/lib/pgbackrest/copies",
  /** Records of releases, on the same volume. */
  records: "/var/lib/pgbackrest/copies/records",
  spool: "/var/spool/pgbackrest",
  temporary: "/tmp",
} as const;
