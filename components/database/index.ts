export {
  type BackupSettings,
  type BundledDatabaseArgs,
  Database,
  type DatabaseArgs,
  type DatabaseTemplates,
  type ExternalDatabaseArgs,
} from "./database.ts";
export type { Authority, Endpoint } from "./clients.ts";
export type { DrillSettings } from "./drill.ts";
export type { Schedule } from "../kubernetes/job.ts";
export { Migration, type MigrationArgs } from "./migration.ts";
export { backupLocations, copyLocation, recordLocation } from "./locations.ts";
export { memorySettings } from "./memory.ts";
export {
  DATABASE,
  OWNER,
  ROLES,
  type Role,
  SCHEDULED_BACKUPS,
  WORKLOADS,
  logins,
} from "./names.ts";
export { OFFSITE_FILE, type Offsite, type OffsiteSecrets, offsiteSecretsConf } from "./offsite.ts";
export { type PoolSizes, poolProblems } from "./pools.ts";
export { POOLED, type PoolerSettings } from "./pooler.ts";
export type { PostgresSettings } from "./postgres.ts";
export { Rehearsal, type RehearsalArgs, type RehearsalSource } from "./rehearsal.ts";
export type { OffsiteArgs } from "./repository.ts";
export { Restore, type RestoreArgs } from "./restore.ts";
export type { Retention } from "./retention.ts";
export type { Storage } from "./storage.ts";
