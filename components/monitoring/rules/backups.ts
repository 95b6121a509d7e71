import type { RuleGroup } from "./rule.ts";
import type { RuleContext } from "./settings.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The repository on the backups' volume, and the one off-site. */
const VOLUME = 1;
const OFFSITE = 2;

/** Whether what was lost could be brought back: backups, their off-site copy, the drill, and credentials' age. */
export function backupRules(context: RuleContext): RuleGroup[] {
  const { backupMaxAgeHours, fullBackupMaxAgeHours, drillMaxAgeDays } = context;
  const age = (timestamp: string) => `time() - ${timestamp}`;
  const last = (kind: "" | "full_", where: number) =>
    `max (taskflow_backup_last_${kind}success_timestamp_seconds{repository="${where}"})`;
  const size = `max by (repository) (taskflow_backup_run_database_bytes{kind="full"})`;
  const drill = "taskflow_restore_drill";
  return [
    {
      name: "backups",
      needs: ["backups"],
      rules: [
        {
          alert: "ArchivingFails",
          expr: "max (taskflow_archiver_failing) == 1",
          for: "10m",
          severity: "critical",
          concern: "backup",
          summary: "Changes are not archived: what happens now cannot be restored.",
          description: "PostgreSQL's last attempt to archive its log failed.",
          checklist: ["mon.9", "day.4"],
        },
        {
          alert: "ArchivingBehind",
          expr: "max (taskflow_archiver_waiting_segments) > 16",
          for: "10m",
          severity: "warning",
          concern: "backup",
          summary: "Archiving does not keep up.",
          description: "{{ $value }} segments of the log exist on the database's volume only.",
          checklist: ["mon.9", "day.4"],
        },
        {
          alert: "BackupMissing",
          expr: `absent(taskflow_backup_last_success_timestamp_seconds{repository="${VOLUME}"})`,
          for: "1h",
          severity: "critical",
          concern: "backup",
          summary: "No backup is known.",
          description: "Neither a full nor an incremental backup has been recorded.",
          checklist: ["day.4"],
        },
        {
          alert: "BackupLate",
          expr: `${age(last("", VOLUME))} > ${backupMaxAgeHours * HOUR}`,
          severity: "critical",
          concern: "backup",
          summary: "The last backup is too old.",
          description: "It was finished {{ $value | humanizeDuration }} ago.",
          checklist: ["day.4"],
        },
        {
          alert: "FullBackupLate",
          expr: `${age(last("full_", VOLUME))} > ${fullBackupMaxAgeHours * HOUR}`,
          severity: "warning",
          concern: "backup",
          summary: "The last full backup is too old.",
          description:
            "It was finished {{ $value | humanizeDuration }} ago; every restore starts from it.",
          checklist: ["day.4"],
        },
        {
          alert: "BackupShrank",
          expr:
            `${size} < on (repository) ` +
            `0.5 * max by (repository) (max_over_time(taskflow_backup_run_database_bytes{kind="full"}[30d]))`,
          severity: "warning",
          concern: "backup",
          summary: "A full backup is half the size of an earlier one.",
          description:
            "{{ $value | humanize1024 }}B in {{ $labels.repository }}: data may be missing.",
          checklist: ["day.4"],
        },
        {
          alert: "RestoreDrillLate",
          // Where there is no drill yet, the first may still be to come: what was not watched that long ago is new.
          expr:
            `${age(`max (${drill}_last_success_timestamp_seconds)`)} > ${drillMaxAgeDays * DAY} ` +
            `or (absent(${drill}_last_success_timestamp_seconds) and on () ` +
            `present_over_time(taskflow_archiver_failing[1h] offset ${drillMaxAgeDays}d))`,
          for: "1h",
          severity: "warning",
          concern: "backup",
          summary: `No restore has succeeded for ${drillMaxAgeDays} days.`,
          description: "A backup that was never restored is a hope.",
          checklist: ["db.10", "docs.6"],
        },
        {
          alert: "RestoreTooSlow",
          expr: `max (${drill}_rto_seconds) > ${context.recoveryTimeSeconds}`,
          severity: "warning",
          concern: "backup",
          summary: "Restoring takes longer than we promise.",
          description: "The last drill took {{ $value | humanizeDuration }}.",
          checklist: ["db.10", "docs.6"],
        },
        {
          alert: "RestoreLosesTooMuch",
          expr: `max (${drill}_rpo_seconds) > ${context.recoveryPointSeconds}`,
          severity: "warning",
          concern: "backup",
          summary: "A restore would lose more than we promise.",
          description: "The last drill missed {{ $value | humanizeDuration }} of writes.",
          checklist: ["db.10", "docs.6"],
        },
      ],
    },
    {
      name: "offsite-backups",
      needs: ["backups", "offsite-backups"],
      rules: [
        {
          alert: "OffsiteBackupLate",
          expr:
            `${age(last("", OFFSITE))} > ${fullBackupMaxAgeHours * HOUR} ` +
            `or absent(taskflow_backup_last_success_timestamp_seconds{repository="${OFFSITE}"})`,
          for: "1h",
          severity: "warning",
          concern: "backup",
          summary: "The off-site copy is too old.",
          description: "If the cluster is lost, everything since then is lost.",
          checklist: ["day.4"],
        },
      ],
    },
    {
      name: "credentials",
      needs: ["backups"],
      rules: [
        {
          alert: "CredentialOld",
          expr:
            "time() - max by (role) (taskflow_credential_rotated_timestamp_seconds) " +
            `> ${context.credentialMaxAgeDays * DAY}`,
          for: "1h",
          severity: "warning",
          concern: "security",
          summary: "A database credential is due for rotation.",
          description: "{{ $labels.role }} was rotated {{ $value | humanizeDuration }} ago.",
          checklist: ["db.7"],
        },
      ],
    },
  ];
}
