import type { ReleaseArgs } from "../components/release/release.ts";
import type { Settings } from "../infra/config/index.ts";

/** What the gates of the release are asked. */
export function releaseArgs({ evidence, release }: Settings): ReleaseArgs {
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
