import { scheduled } from "../backups.ts";
import { cronJob, postgres } from "../example-objects.ts";
import type { Rule } from "../rule.ts";

export const restoreDrillIsScheduled: Rule = {
  name: "restore-drill-is-scheduled",
  title: "Restoring the newest backup is rehearsed by schedule.",
  why: "Whether a backup can be restored is known once it has been.",
  severity: "high",
  checklist: ["db.10", "month.5", "docs.6"],
  standards: {},
  fix: "Declare the CronJob of the drill (components/database), and do not suspend it.",
  examples: {
    compliant: [postgres, cronJob("restore-drill", ["taskflow-drill", "1"])],
    violating: [postgres, cronJob("restore-drill", ["taskflow-drill", "1"], { suspend: true })],
  },
  onlyStacks: true,
  looksAt: "graph",
  check: (graph) =>
    scheduled(graph, "rehearses a restore", (words) => words.some((one) => /drill/.test(one))),
};
