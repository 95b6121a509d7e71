import { cronJob } from "../examples.ts";
import { at, isKind } from "../graph.ts";
import type { Rule } from "../rule.ts";

/** The controller looks every 10 seconds: what has less may never start. */
const SHORTEST = 10;

export const cronJobDeadline: Rule = {
  name: "cron-job-deadline",
  title: "Every CronJob says until when a run may start late.",
  why: "After a hundred missed starts a CronJob without a deadline never starts again, without a word.",
  severity: "medium",
  checklist: [],
  standards: { kubeScore: ["cronjob-has-deadline"] },
  fix: "Set `startingDeadlineSeconds` to the time after which a late run is worth less than none.",
  examples: {
    compliant: [cronJob({ startingDeadlineSeconds: 3600 })],
    violating: [cronJob(), cronJob({ startingDeadlineSeconds: 5 })],
  },
  looksAt: "resource",
  *check(resource) {
    if (!isKind(resource, "CronJob", "batch")) return;
    const is = at(resource.inputs, "spec", "startingDeadlineSeconds") ?? undefined;
    if (typeof is === "number" && is >= SHORTEST) return;
    yield { path: "spec.startingDeadlineSeconds", is, must: `be at least ${SHORTEST}` };
  },
};
