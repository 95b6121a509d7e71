import type { RuleContext } from "../../rules/settings.ts";
import type { Dashboard } from "../dashboard.ts";

/** What could be brought back, how fast, and how much would be missing. */
export function backups(context: RuleContext): Dashboard {
  const hours = (count: number) => count * 3600;
  return {
    uid: "taskflow-backups",
    title: "Backups",
    needs: ["backups"],
    panels: [
      {
        kind: "value",
        title: "Age of the last backup",
        unit: "s",
        queries: [
          {
            expr: "time() - max by (repository) (taskflow_backup_last_success_timestamp_seconds)",
            legend: "repository {{repository}}",
          },
        ],
        limit: { at: hours(context.backupMaxAgeHours), good: "below" },
      },
      {
        kind: "value",
        title: "Age of the last full backup",
        emptyUntil: "there is one",
        unit: "s",
        queries: [
          {
            expr: "time() - max by (repository) (taskflow_backup_last_full_success_timestamp_seconds)",
            legend: "repository {{repository}}",
          },
        ],
        limit: { at: hours(context.fullBackupMaxAgeHours), good: "below" },
      },
      {
        kind: "value",
        title: "Age of the last restore drill",
        emptyUntil: "one has succeeded",
        unit: "s",
        queries: [
          {
            expr: "time() - max by (repository) (taskflow_restore_drill_last_success_timestamp_seconds)",
            legend: "repository {{repository}}",
          },
        ],
        limit: { at: hours(24 * context.drillMaxAgeDays), good: "below" },
      },
      {
        kind: "value",
        title: "Segments that wait for the archive",
        unit: "short",
        queries: [{ expr: "max (taskflow_archiver_waiting_segments)" }],
        limit: { at: 16, good: "below" },
      },
      {
        kind: "series",
        title: "Time to restore (RTO)",
        emptyUntil: "a restore drill has succeeded",
        unit: "s",
        queries: [
          {
            expr: "taskflow_restore_drill_rto_seconds",
            legend: "repository {{repository}}",
          },
        ],
        limit: { at: context.recoveryTimeSeconds, good: "below" },
      },
      {
        kind: "series",
        title: "Writes at risk (RPO)",
        emptyUntil: "a restore drill has succeeded",
        unit: "s",
        queries: [
          {
            expr: "taskflow_restore_drill_rpo_seconds",
            legend: "repository {{repository}}",
          },
        ],
        limit: { at: context.recoveryPointSeconds, good: "below" },
      },
      {
        kind: "series",
        title: "Size",
        unit: "bytes",
        queries: [
          {
            expr: "taskflow_backup_run_database_bytes",
            legend: "{{kind}}, repository {{repository}}: database",
          },
          {
            expr: "taskflow_backup_run_stored_bytes",
            legend: "{{kind}}, repository {{repository}}: added",
          },
        ],
      },
      {
        kind: "series",
        title: "Duration",
        unit: "s",
        queries: [
          {
            expr: "taskflow_backup_run_duration_seconds",
            legend: "{{kind}}, repository {{repository}}",
          },
        ],
      },
      {
        kind: "list",
        title: "Age of the database's credentials",
        unit: "s",
        queries: [
          { expr: "time() - max by (role) (taskflow_credential_rotated_timestamp_seconds)" },
        ],
      },
    ],
  };
}
