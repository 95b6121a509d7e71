import { WORKLOADS, copyLocation } from "../components/database/index.ts";
import type { TemplatePlace } from "../components/release/gates/template.ts";
import type { RollbackArgs } from "../components/release/rollback/roll-back.ts";
import type { Settings } from "../infra/config/index.ts";
import { context } from "./platform.ts";
import { backupRepositories } from "./release.ts";

/** Templates of the Jobs that going back needs, by the names that the stack gives them. */
export interface RollbackTemplates {
  readonly archive: TemplatePlace;
  readonly restore: Pick<NonNullable<RollbackArgs["restore"]>, "backup" | "template">;
  /** Namespace of the Alertmanager that tells people; absent where the stack has none. */
  readonly alertmanager?: string;
  /** Whether there are backups of the server's files. */
  readonly physical: boolean;
}

export function rollbackTemplates(settings: Settings): RollbackTemplates {
  const { cluster, database, release } = settings;
  const alertmanager = alertmanagerOf(settings);
  const place = { ...context(settings), namespace: cluster.namespaces.application };
  const physical = database.type === "bundled";
  return {
    physical,
    ...(alertmanager !== undefined && { alertmanager }),
    archive: { ...place, cronJob: WORKLOADS.archive.app },
    restore: {
      template: { ...place, cronJob: WORKLOADS.restore.app },
      backup: {
        ...place,
        release: { version: release.version, images: [] },
        // What is wrong with the data may be that they are fewer.
        sizeShare: 0,
        ...(physical && {
          physical: {
            cronJob: WORKLOADS.incrementalBackup.app,
            repositories: backupRepositories(settings),
          },
        }),
        logical: { cronJob: WORKLOADS.copy.app, location: copyLocation(database.type) },
      },
    },
  };
}

/** Namespace of the stack's own Alertmanager, which there is where somebody is to be told. */
export function alertmanagerOf({
  cluster,
  monitoring,
  notifications,
}: Settings): string | undefined {
  return monitoring.type === "bundled" && notifications ? cluster.namespaces.monitoring : undefined;
}
