import { DATABASE, PATHS, PORTS, WORKLOADS } from "./names.ts";
import { OFFSITE, type Offsite, offsiteOptions } from "./offsite.ts";
import { type Retention, retentionOptions } from "./retention.ts";

/** Where one end of the mutual TLS keeps its files and finds the other. */
export interface Link {
  /** Folder with tls.crt, tls.key and ca.crt. */
  readonly tls: string;
  /** Host and port of the other end. */
  readonly host: string;
  readonly port: number;
}

/** Address and port of this end's own server. */
export interface Listen {
  readonly address: string;
  readonly port: number;
}

/** A host with a database: the server itself, or the throwaway instance of a drill. */
export interface DatabaseHost {
  readonly link: Link;
  /** Absent for the throwaway instance of a drill, which archives nothing and from which nobody reads. */
  readonly live?: {
    readonly listen: Listen;
    /** Folder for what is pushed and fetched ahead. */
    readonly spool: string;
  };
  readonly repositories: readonly number[];
  readonly data: string;
  readonly sockets: string;
  readonly databasePort: number;
  readonly locks: string;
}

/** The host that owns the repositories. Only it knows the off-site credentials. */
export interface RepositoryHost {
  readonly link: Link;
  readonly listen: Listen;
  readonly repository: string;
  readonly retention: Retention;
  readonly offsite?: Offsite;
  /** Clients by common name that may use the stanza. */
  readonly clients: readonly string[];
  readonly database: Pick<DatabaseHost, "data" | "sockets" | "databasePort">;
}

/** Numbers of the repositories there are. */
export function repositories(offsite: Offsite | undefined): readonly number[] {
  return offsite ? [1, OFFSITE] : [1];
}

/** `pgbackrest.conf` next to the database: pushes the log to the repository host, and lets it read the files. */
export function databaseHostConf(host: DatabaseHost): string {
  const { link, live } = host;
  return sections({
    global: [
      ...host.repositories.flatMap((number) => remote(`repo${number}`, link)),
      ...common(),
      ["lock-path", host.locks],
      ...(live ? liveServer(link, live) : []),
    ],
    [DATABASE]: [
      ["pg1-path", host.data],
      ["pg1-socket-path", host.sockets],
      ["pg1-port", String(host.databasePort)],
    ],
  });
}

/** `pgbackrest.conf` of the repository host and of the backup jobs that share its volume. */
export function repositoryHostConf(host: RepositoryHost): string {
  const { link, database, offsite } = host;
  return sections({
    global: [
      ["repo1-path", `${host.repository}/repository`],
      ["repo1-bundle", "y"],
      ...retentionOptions(1, host.retention),
      ...(offsite ? offsiteOptions(offsite) : []),
      ...server(link, host.listen, host.clients),
      ...common(),
      // On the volume, so that jobs in different pods exclude each other.
      ["lock-path", `${host.repository}/locks`],
      ["start-fast", "y"],
    ],
    [DATABASE]: [
      ...remote("pg1", link),
      ["pg1-path", database.data],
      ["pg1-socket-path", database.sockets],
      ["pg1-port", String(database.databasePort)],
    ],
  });
}

/** The link between database and repository host in the cluster, seen from one of them. */
export function clusterLink(end: "database" | "repository"): Link {
  return {
    tls: PATHS.tls,
    host: end === "database" ? WORKLOADS.repository.app : WORKLOADS.postgres.app,
    port: PORTS.repository,
  };
}

/** Where both ends listen in the cluster. */
export const CLUSTER_LISTEN: Listen = { address: "*", port: PORTS.repository };

function liveServer(link: Link, live: NonNullable<DatabaseHost["live"]>): [string, string][] {
  return [
    ...server(link, live.listen, [WORKLOADS.repository.app]),
    ["spool-path", live.spool],
    // Segments are pushed ahead of being asked for, so that a distant repository does not slow a busy server.
    ["archive-async", "y"],
  ];
}

function remote(name: string, link: Link): [string, string][] {
  return [
    [`${name}-host`, link.host],
    [`${name}-host-type`, "tls"],
    [`${name}-host-port`, String(link.port)],
    [`${name}-host-ca-file`, `${link.tls}/ca.crt`],
    [`${name}-host-cert-file`, `${link.tls}/tls.crt`],
    [`${name}-host-key-file`, `${link.tls}/tls.key`],
  ];
}

function server(link: Link, listen: Listen, clients: readonly string[]): [string, string][] {
  return [
    ["tls-server-address", listen.address],
    ["tls-server-port", String(listen.port)],
    ["tls-server-ca-file", `${link.tls}/ca.crt`],
    ["tls-server-cert-file", `${link.tls}/tls.crt`],
    ["tls-server-key-file", `${link.tls}/tls.key`],
    ...clients.map((client): [string, string] => ["tls-server-auth", `${client}=${DATABASE}`]),
  ];
}

function common(): [string, string][] {
  return [
    ["compress-type", "zst"],
    ["process-max", "2"],
    // The container's log is the log.
    ["log-level-file", "off"],
    ["log-level-console", "info"],
    ["log-level-stderr", "off"],
  ];
}

function sections(
  content: Readonly<Record<string, readonly (readonly [string, string])[]>>,
): string {
  return Object.entries(content)
    .map(([name, options]) => `[${name}]\n${options.map(([k, v]) => `${k}=${v}\n`).join("")}`)
    .join("\n");
}
