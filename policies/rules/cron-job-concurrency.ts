import { cronJob } from "../examples.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

export const cronJobConcurrency: Rule = {
  name: "cron-job-concurrency",
  title: "No CronJob starts while its last run is still at it.",
  why: "The default lets slow runs pile up: two backups or two drills at once disturb each other, and then the database.",
  severity: "medium",
  checklist: [],
  standards: {},
  fix: "Set `concurrencyPolicy: Forbid`, or `Replace` where only the newest run matters.",
  examples: {
    compliant: [
      cronJob({ concurrencyPolicy: "Forbid" }),
      cronJob({ concurrencyPolicy: "Replace" }),
    ],
    violating: [cronJob(), cronJob({ concurrencyPolicy: "Allow" })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "CronJob", "batch")) return;
    const is = at(resource.inputs, "spec", "concurrencyPolicy") ?? undefined;
    if (is === "Forbid" || is === "Replace") return;
    yield { path: "spec.concurrencyPolicy", is, must: "be Forbid or Replace (default: Allow)" };
  },
};
