import type { Namespaces } from "../namespaces.ts";

/** Objectives and limits that the rules watch. */
export interface RuleSettings {
  /** URL of docs/runbook.md as people open it; the alert's heading is appended as anchor. */
  readonly runbookUrl: string;
  /**
   * Whom to call, as one line without an e-mail address (`Ada Lovelace, +44 20 7946 0000`), shown with every
   * alert by every receiver. Default: not shown.
   */
  readonly onCall?: string;
  /** Percent of requests that must not fail, over 30 days. Default: 99.9. */
  readonly availabilityObjective?: number;
  /** Percent of requests that must be answered within `latencyLimitSeconds`, over 30 days. Default: 95. */
  readonly latencyObjective?: number;
  /** Seconds; must be a bucket of the backend's histogram. Default: 0.5, the checklist's limit of the p95. */
  readonly latencyLimitSeconds?: number;
  /** Share of failed requests that a new release may have. Default: 0.01. */
  readonly errorRatioLimit?: number;
  /** Share of failed requests at which the checklist says to roll back. Default: 0.05. */
  readonly rollbackErrorRatio?: number;
  /** Hours that a release is watched more closely than usual. Default: 24. */
  readonly releaseWatchHours?: number;
  /** Routes that probes and Prometheus call; users' requests only count. Default: health, readiness and metrics. */
  readonly internalRoutes?: readonly string[];
  /** Seconds a statement may take on average. Default: 0.05. */
  readonly statementMeanSeconds?: number;
  /** Hours after which a full backup is late. Default: 192, a weekly schedule and a day. */
  readonly fullBackupMaxAgeHours?: number;
  /** Hours after which there is no recent backup of any kind. Default: 26, a daily schedule and two hours. */
  readonly backupMaxAgeHours?: number;
  /** Days after which the restore drill is late. Default: 8, a weekly schedule and a day. */
  readonly drillMaxAgeDays?: number;
  /** Seconds that a restore may take. Default: 3600. */
  readonly recoveryTimeSeconds?: number;
  /** Seconds of writes that a restore may lose. Default: 600: twice the archive time-out. */
  readonly recoveryPointSeconds?: number;
  /** Days after which a database credential is to be rotated. Default: 100: a quarter and a week. */
  readonly credentialMaxAgeDays?: number;
}

/** The settings with their defaults, and the names that expressions need. */
export type RuleContext = Required<Omit<RuleSettings, "onCall">> &
  Pick<RuleSettings, "onCall"> & {
    readonly namespaces: Namespaces;
    /** Matcher of metrics in our namespaces. */
    readonly ours: string;
  };

export function ruleContext(settings: RuleSettings, namespaces: Namespaces): RuleContext {
  const { application, monitoring, agents } = namespaces;
  return {
    availabilityObjective: 99.9,
    latencyObjective: 95,
    latencyLimitSeconds: 0.5,
    errorRatioLimit: 0.01,
    rollbackErrorRatio: 0.05,
    releaseWatchHours: 24,
    internalRoutes: ["/health", "/healthz", "/livez", "/readyz", "/ready", "/metrics"],
    statementMeanSeconds: 0.05,
    fullBackupMaxAgeHours: 192,
    backupMaxAgeHours: 26,
    drillMaxAgeDays: 8,
    recoveryTimeSeconds: 3600,
    recoveryPointSeconds: 600,
    credentialMaxAgeDays: 100,
    ...settings,
    namespaces,
    ours: `namespace=~"${application}|${monitoring}|${agents}"`,
  };
}

/** A share as people write it: 0.01 is `1%`. */
export function percent(ratio: number): string {
  return `${String(Math.round(ratio * 10_000) / 100)}%`;
}
