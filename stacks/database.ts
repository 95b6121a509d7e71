import * as pulumi from "@pulumi/pulumi";
import type {
  Authority,
  BackupSettings,
  DatabaseArgs,
  MigrationArgs,
  RehearsalArgs,
  RestoreArgs,
} from "../components/database/index.ts";
import type { Placement } from "../components/kubernetes/platform.ts";
import type { DatabaseCredentials, Login, SecretHandle } from "../components/secrets/handles.ts";
import type { Settings } from "../infra/config/index.ts";
import { protect } from "./foundation.ts";
import { releaseImage } from "./platform.ts";
import { sizes } from "./sizes.ts";

type Bundled = Extract<Settings["database"], { type: "bundled" }>;

export function databaseArgs(
  settings: Settings,
  given: Pick<DatabaseArgs, "placement" | "issuerName"> & {
    readonly placement: Placement;
    readonly credentials: DatabaseCredentials;
    /** Has the file with the credentials of the off-site repository. */
    readonly backups: SecretHandle | undefined;
    /** Has the certificate of the authority of an external server. */
    readonly databaseCa: SecretHandle | undefined;
  },
): DatabaseArgs {
  const { database } = settings;
  const { placement, issuerName, credentials } = given;
  const { pooler, pools, maxConnections } = database;
  const common = {
    placement,
    issuerName,
    pooler: {
      resources: pooler.resources,
      sizes: {
        replicas: pooler.replicas,
        poolSize: pools.application,
        maxServerConnections: pools.total,
        maxClientConnections: pooler.maxClientConnections,
      },
    },
    exporter: { resources: sizes(settings).postgresExporter },
    protect: protect(settings),
  };
  const resources = sizes(settings).backupRun;
  if (database.type === "external") {
    const { host, port, database: name } = database;
    return {
      ...common,
      kind: "external",
      host,
      port,
      database: name,
      maxConnections,
      ca: authority(given.databaseCa),
      copies: {
        resources,
        storage: database.copies.storage,
        retentionDays: database.copies.retentionDays,
      },
      credentials: {
        application: existingLogin(database.logins.application),
        backup: existingLogin(database.logins.backup),
        exporter: existingLogin(database.logins.exporter),
      },
    };
  }
  return {
    ...common,
    kind: "bundled",
    credentials,
    copies: { resources, retentionDays: database.backups.retentionDays },
    postgres: {
      storage: database.storage,
      resources: database.resources,
      maxConnections,
      archiveTimeoutSeconds: database.backups.archiveTimeoutSeconds,
    },
    backups: backups(settings, database, given.backups),
  };
}

function backups(
  settings: Settings,
  { backups, storage }: Bundled,
  secret: SecretHandle | undefined,
): BackupSettings {
  const { schedule, offsite } = backups;
  const { repository, backupRun, drill } = sizes(settings);
  return {
    storage: backups.repository,
    resources: repository,
    runResources: backupRun,
    retention: { unit: "days", full: backups.retentionDays },
    full: { cron: schedule.full },
    incremental: { cron: schedule.incremental },
    ...(offsite &&
      secret && {
        offsite: {
          // pgBackRest speaks nothing but HTTPS and wants the host alone.
          endpoint: new URL(offsite.endpoint).host,
          bucket: offsite.bucket,
          region: offsite.region,
          uriStyle: offsite.uriStyle,
          folder: offsiteFolder(offsite),
          retention: { unit: "days", full: offsite.retentionDays },
          secret,
        },
      }),
    drill: { schedule: { cron: schedule.restoreDrill }, storage, resources: drill },
  };
}

export function migrationArgs(
  settings: Settings,
  given: Pick<MigrationArgs, "placement" | "direct"> & {
    readonly credentials: DatabaseCredentials;
  },
): MigrationArgs {
  const { lockTimeoutSeconds, statementTimeoutSeconds } = settings.migrations;
  return {
    placement: given.placement,
    direct: given.direct,
    image: releaseImage(settings, "migrations"),
    resources: sizes(settings).migrations,
    limits: { lockTimeoutSeconds, statementTimeoutSeconds },
    login: login(settings, given.credentials, "migrator"),
  };
}

/** A server as the one that is rehearsed for has its database on. */
export function rehearsalArgs(
  settings: Settings,
  migration: Omit<MigrationArgs, "direct">,
  given: Pick<RehearsalArgs, "issuerName" | "source" | "database" | "after">,
): RehearsalArgs {
  const { database } = settings;
  return {
    ...migration,
    ...given,
    storage: database.type === "external" ? database.copies.rehearsal : database.storage,
    serverResources: sizes(settings).drill,
  };
}

/** As the one who migrates, whose everything is that is restored. */
export function restoreArgs(
  settings: Settings,
  { placement, direct, login }: Omit<MigrationArgs, "image" | "resources" | "limits">,
  given: Pick<RestoreArgs, "issuerName" | "source">,
): RestoreArgs {
  const { database } = settings;
  return {
    ...given,
    placement,
    direct,
    login,
    storage: database.type === "external" ? database.copies.rehearsal : database.storage,
    resources: sizes(settings).drill,
  };
}

/** pgBackRest's paths are absolute, in a bucket too. */
export function offsiteFolder({ folder }: { readonly folder: string }): string {
  return `/${folder}`;
}

/** A login that both kinds of database have. */
export function login(
  { database }: Settings,
  generated: DatabaseCredentials,
  role: "application" | "migrator",
): Login {
  return database.type === "external" ? existingLogin(database.logins[role]) : generated[role];
}

function existingLogin({ username, secret }: { username: string; secret: string }): Login {
  return {
    username,
    secret: { secretName: pulumi.output(secret), keys: ["username", "password"] },
  };
}

function authority(handle: SecretHandle | undefined): Authority {
  if (!handle) throw new Error("An external database has no certificate authority.");
  return { secretName: handle.secretName, key: "ca.crt" };
}
