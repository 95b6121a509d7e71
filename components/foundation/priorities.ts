/** From what is given up last to what is given up first. */
export type PriorityTier = "database" | "application" | "monitoring" | "batch";

/**
 * Values below 1,000,000, far from the system's own (2,000,000,000), and far enough apart to put another between.
 * Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export const priorities: Readonly<
  Record<PriorityTier, { readonly value: number; readonly description: string }>
> = {
  database: {
    value: 100_000,
    description: "The database, its pooler and its repository of backups.",
  },
  application: { value: 80_000, description: "What users talk to: backend and frontend." },
  monitoring: { value: 60_000, description: "What tells that the others are well." },
  batch: { value: 40_000, description: "Backups, drills and other jobs that can wait for room." },
};
