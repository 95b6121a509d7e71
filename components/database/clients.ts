import type * as pulumi from "@pulumi/pulumi";
import { type Mount, secretFiles } from "../kubernetes/volumes.ts";
import type { SecretHandle } from "../secrets/handles.ts";
import { PATHS } from "./names.ts";

/** A file of a Secret with the certificates that a client must verify a server against. */
export interface Authority {
  readonly secretName: pulumi.Input<string>;
  readonly key: string;
}

/** Where a client connects, always with `sslmode=verify-full`. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly ca: Authority;
}

/** The settings that libpq reads for a connection, but for the login, which the programs take from its files. */
export function connectionEnv(endpoint: Endpoint): Record<string, pulumi.Input<string>> {
  return {
    PGHOST: endpoint.host,
    PGPORT: String(endpoint.port),
    PGDATABASE: endpoint.database,
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: `${PATHS.serverCa}/${endpoint.ca.key}`,
    PGCONNECT_TIMEOUT: "10",
  };
}

/** Limits of a session that changes the schema. */
export interface SessionLimits {
  /** Seconds to wait for a lock. While a statement waits, all that come after it on that table wait behind it. */
  readonly lockTimeoutSeconds: number;
  /** Seconds that one statement may take. */
  readonly statementTimeoutSeconds: number;
}

/** `PGOPTIONS` with these limits. A statement whose client is gone ends too. */
export function sessionOptions({
  lockTimeoutSeconds,
  statementTimeoutSeconds,
}: SessionLimits): string {
  return Object.entries({
    lock_timeout: `${lockTimeoutSeconds}s`,
    statement_timeout: `${statementTimeoutSeconds}s`,
    client_connection_check_interval: "5s",
  })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
}

/** The authority's certificates, and never the key beside them. */
export function authorityMount({ ca }: Pick<Endpoint, "ca">): Mount {
  return secretFiles("server-ca", ca.secretName, PATHS.serverCa, [ca.key]);
}

/** The two files of a login. */
export function loginMount(name: string, secret: SecretHandle, path: string): Mount {
  return secretFiles(name, secret.secretName, path, ["username", "password"]);
}
