import { basename } from "node:path/posix";
import { DATABASE, PATHS, WORKLOADS } from "./names.ts";
import { OFFSITE, type Offsite } from "./offsite.ts";

/** Where the backups of one repository are, as people would look for them. */
export interface RepositoryLocation {
  readonly number: number;
  readonly location: string;
}

const HOST = `${WORKLOADS.repository.app}-0`;

/** Folders of the backups in the repository host's pod, and in the bucket. */
export function backupLocations(
  offsite: Pick<Offsite, "bucket" | "folder"> | undefined,
): readonly RepositoryLocation[] {
  const below = `backup/${DATABASE}`;
  return [
    { number: 1, location: `${HOST}:${PATHS.repository}/repository/${below}` },
    ...(offsite
      ? [{ number: OFFSITE, location: `s3://${offsite.bucket}${offsite.folder}/${below}` }]
      : []),
  ];
}

/** Folder of the logical copies. */
export function copyLocation(kind: "bundled" | "external"): string {
  return kind === "bundled"
    ? `${HOST}:${PATHS.copies}`
    : `persistentvolumeclaim/${WORKLOADS.copy.app}`;
}

/** Folder of the records of releases. */
export function recordLocation(kind: "bundled" | "external"): string {
  return `${copyLocation(kind)}/${basename(PATHS.records)}`;
}
