import type { Source } from "../sources.ts";

/** `critical` wakes somebody, `warning` is for the next working day, `none` drives other alerts. */
export type Severity = "critical" | "warning" | "none";

/** What an alert is about; the on-call person reads it first. */
export type Concern =
  | "release"
  | "service"
  | "workload"
  | "node"
  | "storage"
  | "database"
  | "backup"
  | "security"
  | "monitoring";

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it must be true (`5m`). Default: one evaluation. */
  readonly for?: string;
  readonly severity: Severity;
  readonly concern: Concern;
  /** Further labels, for routes and inhibition. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
  /** Rows of the production checklist that this alert watches. */
  readonly checklist: readonly string[];
}

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated together, in this order, and that need the same sources. */
export interface RuleGroup {
  readonly name: string;
  readonly needs: readonly Source[];
  readonly rules: readonly (AlertRule | RecordingRule)[];
}

export function isAlert(rule: AlertRule | RecordingRule): rule is AlertRule {
  return "alert" in rule;
}

/** The one alert that no rule makes: whoever goes back sends it, and names the `record` of it. */
export const WENT_BACK = "WentBack";

/** Heading of an alert in the runbook, as GitHub and GitLab make anchors of it. */
export function runbookAnchor(alert: string): string {
  return alert.toLowerCase();
}
