import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  type DatabaseTemplates,
  backupLocations,
  copyLocation,
  recordLocation,
} from "../components/database/index.ts";
import type { EvidenceCheckArgs } from "../components/release/evidence-check.ts";
import type { RecordPlace } from "../components/release/record/place.ts";
import type { ReleaseRecordArgs } from "../components/release/release-record.ts";
import type { SmokeTestArgs } from "../components/release/smoke-test.ts";
import type { ReleaseArgs } from "../components/release/release.ts";
import type { Settings } from "../infra/config/index.ts";
import { offsiteFolder } from "./database.ts";
import { context, releaseImage, releaseImages } from "./platform.ts";

/** What the gates of the release are asked. */
export function releaseArgs(
  settings: Settings,
  /** Templates of the Jobs that gates make. */
  templates: Pick<DatabaseTemplates, "backup" | "copy"> &
    Readonly<Record<"rehearsal" | "migration", k8s.batch.v1.CronJob>>,
  record: pulumi.Input<RecordPlace>,
): ReleaseArgs {
  return {
    backup: backupInput(settings, templates),
    rehearse: migrationsInput(settings, templates.rehearsal).apply((input) => ({
      ...input,
      sameServer: settings.database.type === "bundled",
    })),
    migrate: migrationsInput(settings, templates.migration),
    record,
  };
}

/** Where the release is recorded while it is on its way. */
export function recordPlace(settings: Settings, namespace: string): RecordPlace {
  return { ...context(settings), namespace, version: settings.release.version };
}

/** What the record is closed with. */
export function recordArgs(
  settings: Settings,
  archive: k8s.batch.v1.CronJob,
  workloads: Readonly<Record<"backend" | "frontend", { templateHash: pulumi.Input<string> }>>,
  smoke: SmokeTestArgs["smoke"],
): Pick<ReleaseRecordArgs, "record"> {
  const hashes = pulumi.output({
    backend: workloads.backend.templateHash,
    frontend: workloads.frontend.templateHash,
  });
  const workload = (name: "backend" | "frontend", templateHash: string) => ({
    image: releaseImage(settings, name),
    templateHash,
  });
  return {
    record: pulumi.all([archive.metadata, hashes, smoke]).apply(([metadata, hashes, smoke]) => ({
      ...placeOf(settings, metadata),
      cronJob: metadata.name,
      location: recordLocation(settings.database.type),
      images: releaseImages(settings),
      workloads: {
        backend: workload("backend", hashes.backend),
        frontend: workload("frontend", hashes.frontend),
      },
      smoke,
    })),
  };
}

/** What CI must have found about the images, where they are released by their digests. */
export function evidenceArgs({ evidence, release }: Settings): Pick<EvidenceCheckArgs, "evidence"> {
  const { backend, frontend, migrations } = release;
  if (!evidence || !backend.digest || !frontend.digest || !migrations.digest) return {};
  const { bundle, publicKeys, ...limits } = evidence;
  return {
    evidence: {
      // From the folder of the program's entry, where gates run.
      bundle: `../${bundle}`,
      publicKeys: [...publicKeys],
      version: release.version,
      images: {
        backend: backend.digest,
        frontend: frontend.digest,
        migrations: migrations.digest,
      },
      limits: {
        scanAgeDays: limits.scanAgeDays,
        p95Milliseconds: limits.p95Milliseconds,
        errorRate: limits.errorRate,
        bundleKiB: limits.bundleKibibytes,
      },
    },
  };
}

/** Where backups of the server's files are. */
export function backupRepositories({ database }: Settings): { number: number; location: string }[] {
  const offsite = database.type === "bundled" ? database.backups.offsite : undefined;
  return backupLocations(offsite && { bucket: offsite.bucket, folder: offsiteFolder(offsite) }).map(
    (each) => ({ ...each }),
  );
}

function backupInput(
  settings: Settings,
  { backup, copy }: Pick<DatabaseTemplates, "backup" | "copy">,
): ReleaseArgs["backup"] {
  const { database, release } = settings;
  return pulumi.all([copy.metadata, backup?.metadata]).apply(([copy, physical]) => ({
    ...placeOf(settings, copy),
    release: {
      version: release.version,
      // One that is another makes a new release of the same version.
      images: releaseImages(settings),
    },
    sizeShare: database.backupSizeShare,
    ...(physical && {
      physical: { cronJob: physical.name, repositories: backupRepositories(settings) },
    }),
    logical: { cronJob: copy.name, location: copyLocation(database.type) },
  }));
}

/** What both the rehearsal and the migration are asked. */
function migrationsInput(settings: Settings, template: k8s.batch.v1.CronJob) {
  const { release, migrations } = settings;
  return pulumi.output(template.metadata).apply((metadata) => ({
    ...placeOf(settings, metadata),
    cronJob: metadata.name,
    image: releaseImage(settings, "migrations"),
    version: release.version,
    withoutRowSecurity: [...migrations.withoutRowSecurity],
  }));
}

/** The cluster and the namespace of a template. */
function placeOf(settings: Settings, { namespace }: { readonly namespace: string }) {
  return { ...context(settings), namespace };
}
