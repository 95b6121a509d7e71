import type { Refusal } from "../gates/gate.ts";
import type { CronJob } from "../kubernetes/objects.ts";

/** Whether a schedule is kept: its last run has succeeded, or goes on, or the first is still to come. */
export function judgeSchedule(name: string, cronJob: CronJob | undefined): Refusal[] {
  const refuse = (problem: string, fix: string) => [{ item: "post-backup.1", problem, fix }];
  if (!cronJob) {
    return refuse(
      `There is no CronJob ${name}.`,
      "Run `pulumi up --refresh`, which declares it anew.",
    );
  }
  if (cronJob.spec?.suspend === true) {
    return refuse(
      `CronJob ${name} is suspended.`,
      `Resume it: kubectl patch cronjob ${name} --patch '{"spec":{"suspend":false}}'`,
    );
  }
  const { lastScheduleTime, lastSuccessfulTime, active = [] } = cronJob.status ?? {};
  if (lastScheduleTime === undefined || active.length > 0) return [];
  // Both are of RFC 3339 in UTC, which sorts as it counts.
  if (lastSuccessfulTime !== undefined && lastSuccessfulTime >= lastScheduleTime) return [];
  return refuse(
    `CronJob ${name} has not succeeded since ${lastScheduleTime}, when it ran last.`,
    `See the log of its Job, mend what it says, and run it: kubectl create job --from=cronjob/${name} ${name}-again`,
  );
}
