import { cronJob } from "../examples.ts";
import { at, isKind } from "../graph.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

/** A Job on its own is not judged: what Pulumi declared and the clock removed would be made, and run, again. */
export const cronJobHistory: Rule = {
  name: "cron-job-history",
  title: "The runs of a CronJob are kept by number and not removed by the clock.",
  why: "A time to live removes the last failure too, before anybody has read its logs.",
  severity: "low",
  checklist: [],
  standards: { kubeLinter: ["job-ttl-seconds-after-finished"] },
  fix: "Remove `ttlSecondsAfterFinished`; `successfulJobsHistoryLimit` and `failedJobsHistoryLimit` say how many are kept.",
  examples: {
    compliant: [cronJob({ failedJobsHistoryLimit: 3 })],
    violating: [cronJob({}, { ttlSecondsAfterFinished: 3600 })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "CronJob", "batch")) return;
    const is = at(resource.inputs, "spec", "jobTemplate", "spec", "ttlSecondsAfterFinished");
    if (isUnset(is)) return;
    yield { path: "spec.jobTemplate.spec.ttlSecondsAfterFinished", is, must: "not be set" };
  },
};
