import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ReleaseArgs } from "../components/release/release.ts";
import type { Settings } from "../infra/config/index.ts";
import { releaseImage } from "./platform.ts";

/** What the gates of the release are asked. */
export function releaseArgs(
  settings: Settings,
  /** Templates of the Jobs that gates make. */
  templates: { readonly migration: k8s.batch.v1.CronJob },
): ReleaseArgs {
  const evidence = evidenceInput(settings);
  return { ...(evidence && { evidence }), migrate: migrateInput(settings, templates.migration) };
}

function evidenceInput({ evidence, release }: Settings): ReleaseArgs["evidence"] {
  const { backend, frontend, migrations } = release;
  if (!evidence || !backend.digest || !frontend.digest || !migrations.digest) return undefined;
  const { bundle, publicKeys, ...limits } = evidence;
  return {
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
  };
}

function migrateInput(settings: Settings, template: k8s.batch.v1.CronJob): ReleaseArgs["migrate"] {
  const { cluster, release, migrations } = settings;
  return pulumi.output(template.metadata).apply(({ name, namespace }) => ({
    ...(cluster.context !== undefined && { context: cluster.context }),
    namespace,
    cronJob: name,
    image: releaseImage(settings, "migrations"),
    version: release.version,
    withoutRowSecurity: [...migrations.withoutRowSecurity],
  }));
}
