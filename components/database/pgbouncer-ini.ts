import { POOLER_SCHEMA } from "./bootstrap-sql.ts";
import type { PoolSizes } from "./pools.ts";

/** What differs between poolers. */
export interface PoolerSettings {
  readonly server: { readonly host: string; readonly port: number; readonly database: string };
  /** Name of the database that clients ask for. */
  readonly database: string;
  readonly sizes: PoolSizes;
  /** Login that looks up the verifiers of the others. Absent where the server offers no look-up. */
  readonly lookup?: string;
  readonly port: number;
  readonly paths: {
    /** tls.crt, tls.key and ca.crt for clients. */
    readonly tls: string;
    /** Authority that the server's certificate is verified against. */
    readonly serverCa: string;
    readonly sockets: string;
    /** File of logins and passwords, made at start. */
    readonly users: string;
  };
}

/** `pgbouncer.ini`: transaction pooling, TLS on both sides, SCRAM for all. */
export function pgbouncerIni(settings: PoolerSettings): string {
  const { server, sizes, paths, lookup } = settings;
  const database = [
    `host=${server.host}`,
    `port=${server.port}`,
    `dbname=${server.database}`,
    `pool_size=${sizes.poolSize}`,
    `max_db_connections=${sizes.maxServerConnections}`,
  ].join(" ");
  return ini({
    databases: { [settings.database]: database },
    pgbouncer: {
      listen_addr: "*",
      listen_port: settings.port,
      unix_socket_dir: paths.sockets,
      unix_socket_mode: "0700",
      pool_mode: "transaction",
      max_client_conn: sizes.maxClientConnections,
      // A client gets an error that it can retry, rather than a wait that outlasts its own request.
      query_wait_timeout: 15,
      server_idle_timeout: 300,
      // Drivers send it with every connection; it does not survive the transaction anyway.
      ignore_startup_parameters: "extra_float_digits",
      application_name_add_host: 1,

      auth_type: "scram-sha-256",
      auth_file: paths.users,
      ...(lookup !== undefined && {
        auth_user: lookup,
        auth_query: `SELECT username, verifier FROM ${POOLER_SCHEMA}.lookup($1)`,
      }),

      client_tls_sslmode: "require",
      client_tls_protocols: "secure",
      client_tls_cert_file: `${paths.tls}/tls.crt`,
      client_tls_key_file: `${paths.tls}/tls.key`,
      client_tls_ca_file: `${paths.tls}/ca.crt`,
      server_tls_sslmode: "verify-full",
      server_tls_protocols: "secure",
      server_tls_ca_file: paths.serverCa,
    },
  });
}

/** Asks the admin console, over the socket, where PgBouncer trusts its own user. */
export function adminQuery(sockets: string, port: number): string[] {
  return [
    "psql",
    "-Xqtc",
    "SHOW VERSION",
    "-h",
    sockets,
    "-p",
    String(port),
    "-U",
    "pgbouncer",
    "pgbouncer",
  ];
}

function ini(
  sections: Readonly<Record<string, Readonly<Record<string, string | number>>>>,
): string {
  return Object.entries(sections)
    .map(([name, options]) => {
      const lines = Object.entries(options).map(([key, value]) => `${key} = ${value}\n`);
      return `[${name}]\n${lines.join("")}`;
    })
    .join("\n");
}
