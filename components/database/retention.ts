/** How long a repository keeps backups, and the log between them that point-in-time recovery needs. */
export interface Retention {
  /** What `full` counts: full backups, or days that recovery must reach back. */
  readonly unit: "backups" | "days";
  /** Full backups to keep, with all that depends on them. */
  readonly full: number;
}

/** pgBackRest keeps the log of every backup that it keeps, so there is nothing to say about the archive. */
export function retentionOptions(repository: number, retention: Retention): [string, string][] {
  if (!Number.isInteger(retention.full) || retention.full < 1) {
    throw new RangeError(
      `Retention of repository ${repository} must be at least 1, not ${retention.full}.`,
    );
  }
  return [
    [`repo${repository}-retention-full-type`, retention.unit === "days" ? "time" : "count"],
    [`repo${repository}-retention-full`, String(retention.full)],
  ];
}
