import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Schedule } from "../kubernetes/job.ts";
import type { Placement } from "../kubernetes/platform.ts";
import type { Resources } from "../kubernetes/resources.ts";
import type { DatabaseCredentials } from "../secrets/handles.ts";
import { RecordArchive } from "./archive.ts";
import { Backups } from "./backups.ts";
import type { Authority, Endpoint } from "./clients.ts";
import { LogicalCopies, type LogicalCopiesArgs } from "./copies.ts";
import { copyVolume } from "./copy-volume.ts";
import { type DrillSettings, RestoreDrill } from "./drill.ts";
import { PostgresExporter } from "./exporter.ts";
import { memorySettings } from "./memory.ts";
import { DATABASE, PORTS } from "./names.ts";
import { repositories } from "./pgbackrest-conf.ts";
import type { RehearsalSource } from "./rehearsal.ts";
import { Pooler, type PoolerArgs, type PoolerSettings } from "./pooler.ts";
import { Postgres, type PostgresSettings } from "./postgres.ts";
import { bytes } from "../kubernetes/quantity.ts";
import { BESIDE_REPOSITORY, BackupRepository, type OffsiteArgs } from "./repository.ts";
import type { RestoreSource } from "./restore.ts";
import type { Retention } from "./retention.ts";
import { DatabaseRoles } from "./roles.ts";
import type { Storage } from "./storage.ts";

interface CommonArgs {
  readonly placement: Placement;
  /** Issuer of the internal CA, in the same namespace: see `InternalCa.issuerName`. */
  readonly issuerName: pulumi.Input<string>;
  readonly pooler: PoolerSettings;
  readonly exporter: { readonly resources: Resources };
  readonly copies: CopySettings;
}

/** Logical copies, of which a release makes one. */
export interface CopySettings {
  readonly resources: Resources;
  /** Days after which a copy is removed. */
  readonly retentionDays: number;
}

/** Backups of the bundled server. */
export interface BackupSettings {
  /** Volume of the first repository, apart from the database's. Twice the database and more, by retention. */
  readonly storage: Storage;
  /** Of the repository host. */
  readonly resources: Resources;
  /** Of each backup run. */
  readonly runResources: Resources;
  /** Of the first repository. */
  readonly retention: Retention;
  readonly full: Schedule;
  readonly incremental: Schedule;
  /** The second repository. Default: none, which production must not accept. */
  readonly offsite?: OffsiteArgs;
  readonly drill: DrillSettings;
}

/** A server of our own: one instance, archived continuously, restored in a drill, without failover. */
export interface BundledDatabaseArgs extends CommonArgs {
  readonly kind: "bundled";
  readonly postgres: PostgresSettings;
  readonly backups: BackupSettings;
  readonly credentials: DatabaseCredentials;
  /** Whether `destroy` and replacement refuse what holds data. True where the data matters. */
  readonly protect: boolean;
}

/** A managed server, for those who outgrow one instance: backups, roles and failover are its operator's. */
export interface ExternalDatabaseArgs extends CommonArgs {
  readonly kind: "external";
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** What its certificate is verified against. */
  readonly ca: Authority;
  /** Connections that it allows in all. */
  readonly maxConnections: number;
  readonly credentials: Pick<DatabaseCredentials, "application" | "backup" | "exporter">;
  readonly copies: CopySettings & {
    /** Volume of the copies. */
    readonly storage: Storage;
  };
  /** Whether `destroy` refuses the copies' volume. True where the data matters. */
  readonly protect: boolean;
}

/** Templates of Jobs that gates of a release make. */
export interface DatabaseTemplates {
  /** A backup into every repository. Absent where backups are others'. */
  readonly backup?: k8s.batch.v1.CronJob;
  readonly copy: k8s.batch.v1.CronJob;
  /** Keeps records of releases. */
  readonly archive: k8s.batch.v1.CronJob;
}

/** Arguments of {@link Database}. */
export type DatabaseArgs = BundledDatabaseArgs | ExternalDatabaseArgs;

/** The database as the rest of the stack sees it, whoever runs it. */
export class Database extends pulumi.ComponentResource {
  /** Through the poolers: for the application. */
  readonly pooled: Endpoint;
  /** To the server itself: for migrations and logical copies, whose locks and settings last a whole session. */
  readonly direct: Endpoint;
  /** Authority of the pooled endpoint. Clients mount this key and nothing else of the Secret. */
  readonly ca: Authority;
  /** What must be there before a client may connect. */
  readonly ready: readonly pulumi.Resource[];
  readonly templates: DatabaseTemplates;
  /** What its newest state can be restored from. */
  readonly newest: RehearsalSource;
  /** What any state of it can be restored from. */
  readonly restorable: RestoreSource;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:Database", name, {}, opts);
    const server = args.kind === "bundled" ? this.bundled(name, args) : this.external(name, args);
    const { placement, issuerName } = args;
    const child = { parent: this };

    const pooler = new Pooler(
      `${name}-pooler`,
      {
        placement,
        issuerName,
        server: server.direct,
        maxConnections: server.maxConnections,
        users: server.users,
        after: server.ready,
        ...args.pooler,
      },
      child,
    );
    new PostgresExporter(
      `${name}-exporter`,
      {
        placement,
        kind: args.kind,
        direct: server.direct,
        login: args.credentials.exporter,
        resources: args.exporter.resources,
        after: server.ready,
      },
      child,
    );

    const copies = new LogicalCopies(
      `${name}-copies`,
      {
        placement,
        direct: server.direct,
        login: args.credentials.backup,
        resources: args.copies.resources,
        retentionDays: args.copies.retentionDays,
        after: server.ready,
        ...server.copies,
      },
      child,
    );

    const archive = new RecordArchive(`${name}-archive`, { placement, ...server.copies }, child);

    this.templates = {
      ...(server.backup && { backup: server.backup }),
      copy: copies.cronJob,
      archive: archive.cronJob,
    };
    this.newest = server.newest;
    this.restorable = { ...server.copies, repositories: server.repositories };
    this.direct = server.direct;
    this.pooled = pooler.endpoint;
    this.ca = pooler.endpoint.ca;
    this.ready = [...server.ready, pooler.deployment];
    this.registerOutputs({ pooled: this.pooled.host, direct: this.direct.host });
  }

  private bundled(name: string, args: BundledDatabaseArgs): Server {
    const { placement, issuerName, credentials, backups, protect } = args;
    const child = { parent: this };
    const memory = memorySettings(
      bytes(args.postgres.resources.memory.limit),
      args.postgres.maxConnections,
    );
    const numbers = repositories(backups.offsite);
    const repository = new BackupRepository(
      `${name}-repository`,
      {
        placement,
        issuerName,
        storage: backups.storage,
        resources: backups.resources,
        retention: backups.retention,
        ...(backups.offsite && { offsite: backups.offsite }),
        protect,
      },
      child,
    );
    const postgres = new Postgres(
      `${name}-postgres`,
      {
        placement,
        issuerName,
        owner: credentials.owner,
        memory,
        repositories: numbers,
        protect,
        // An empty volume is filled from the repository if that has a backup, so it must answer first.
        after: [repository.statefulSet],
        ...args.postgres,
      },
      child,
    );
    const direct: Endpoint = {
      host: postgres.host,
      port: PORTS.postgres,
      database: DATABASE,
      ca: { secretName: postgres.caSecretName, key: "ca.crt" },
    };
    const roles = new DatabaseRoles(
      `${name}-roles`,
      {
        placement,
        direct,
        owner: credentials.owner,
        roles: credentials.roles,
        after: [postgres.statefulSet],
      },
      child,
    );
    const client = { placement, direct, repositories: numbers, login: credentials.backup };
    const scheduled = new Backups(
      `${name}-backups`,
      {
        ...client,
        repository,
        full: backups.full,
        incremental: backups.incremental,
        resources: backups.runResources,
        after: [roles.job],
      },
      child,
    );
    new RestoreDrill(
      `${name}-drill`,
      { ...client, issuerName, ...backups.drill, after: [scheduled.stanza] },
      child,
    );
    return {
      direct,
      maxConnections: memory.maxConnections,
      users: { kind: "lookup", login: credentials.pooler },
      ready: [postgres.statefulSet, roles.job, scheduled.stanza],
      backup: scheduled.incremental,
      copies: { volume: repository.claim, spec: BESIDE_REPOSITORY },
      newest: { kind: "physical", repository: numbers.at(-1) ?? 1 },
      repositories: numbers,
    };
  }

  private external(name: string, args: ExternalDatabaseArgs): Server {
    const { host, port, database, ca, credentials } = args;
    const volume = copyVolume(
      `${name}-copies`,
      { placement: args.placement, storage: args.copies.storage },
      { parent: this, protect: args.protect },
    );
    return {
      direct: { host, port, database, ca },
      maxConnections: args.maxConnections,
      users: { kind: "listed", logins: [credentials.application] },
      ready: [],
      copies: { volume },
      newest: { kind: "logical", volume },
      repositories: [],
    };
  }
}

/** What the others need to know about either kind of server. */
interface Server {
  readonly direct: Endpoint;
  readonly maxConnections: number;
  readonly users: PoolerArgs["users"];
  readonly ready: readonly pulumi.Resource[];
  readonly backup?: k8s.batch.v1.CronJob;
  readonly copies: Pick<LogicalCopiesArgs, "volume" | "spec">;
  readonly newest: RehearsalSource;
  /** Numbers of those with backups of its files. */
  readonly repositories: readonly number[];
}
