import type { MemorySettings } from "./memory.ts";
import type { PATHS } from "./names.ts";
import { DATABASE } from "./names.ts";

/** What differs between servers. */
export interface ServerSettings {
  readonly memory: MemorySettings;
  readonly timeZone: string;
  /** MiB of write-ahead log between two checkpoints, about. */
  readonly maxWalSize: number;
  /** Seconds after which a segment that is not full is archived: what a lost volume can cost. */
  readonly archiveTimeoutSeconds: number;
  readonly paths:
    Pick<typeof PATHS, "config" | "tls" | "sockets"> | Record<"config" | "tls" | "sockets", string>;
}

/** Sessions that a full pool cannot take from operators and backups. */
export const SUPERUSER_CONNECTIONS = 5;

/** `postgresql.conf`: encrypted connections only, continuous archiving, and an audit trail of sessions and DDL. */
export function postgresqlConf(settings: ServerSettings): string {
  const { memory, timeZone, paths } = settings;
  return configFile({
    listen_addresses: "*",
    unix_socket_directories: paths.sockets,
    hba_file: `${paths.config}/pg_hba.conf`,

    ssl: "on",
    ssl_min_protocol_version: "TLSv1.2",
    ssl_cert_file: `${paths.tls}/tls.crt`,
    ssl_key_file: `${paths.tls}/tls.key`,
    ssl_ca_file: `${paths.tls}/ca.crt`,
    password_encryption: "scram-sha-256",

    max_connections: memory.maxConnections,
    superuser_reserved_connections: SUPERUSER_CONNECTIONS,
    shared_buffers: `${memory.sharedBuffers}MB`,
    effective_cache_size: `${memory.effectiveCacheSize}MB`,
    maintenance_work_mem: `${memory.maintenanceWorkMem}MB`,
    work_mem: `${memory.workMem}MB`,

    wal_level: "replica",
    archive_mode: "on",
    archive_timeout: settings.archiveTimeoutSeconds,
    archive_command: `pgbackrest --stanza=${DATABASE} archive-push %p`,
    // Nothing replicates from this server, and an abandoned slot would fill its volume.
    max_replication_slots: 0,
    max_wal_senders: 0,
    wal_compression: "lz4",
    checkpoint_timeout: "15min",
    max_wal_size: `${settings.maxWalSize}MB`,

    shared_preload_libraries: "pg_stat_statements",
    "pg_stat_statements.track": "all",
    track_io_timing: "on",

    log_destination: "stderr",
    logging_collector: "off",
    log_line_prefix: "%m [%p] user=%u db=%d app=%a client=%h ",
    log_connections: "on",
    log_disconnections: "on",
    log_statement: "ddl",
    log_min_duration_statement: "1s",
    // Values of bind parameters are personal data.
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_checkpoints: "on",
    log_lock_waits: "on",
    log_temp_files: "10MB",
    log_autovacuum_min_duration: "10s",
    log_timezone: timeZone,
    timezone: timeZone,

    // A peer that vanished without a word is noticed within a minute and a half.
    tcp_keepalives_idle: 60,
    tcp_keepalives_interval: 10,
    tcp_keepalives_count: 3,
  });
}

function configFile(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${typeof value === "number" ? value : quoted(value)}\n`)
    .join("");
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
