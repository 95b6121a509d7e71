import { scheduled } from "../backups.ts";
import { each } from "../each.ts";
import { cronJob, postgres } from "../example-objects.ts";
import type { Rule } from "../rule.ts";

const KINDS: readonly (readonly [what: string, word: RegExp])[] = [
  ["makes full backups", /^(?:--type=)?full$/],
  ["makes incremental backups", /^(?:--type=)?(?:incr|incremental|diff)$/],
];

const full = cronJob("backup-full", ["taskflow-backup", "full"]);
const incremental = cronJob("backup-incremental", ["taskflow-backup", "incr"]);

export const backupsAreScheduled: Rule = {
  name: "backups-are-scheduled",
  title: "Full and incremental backups of the database run by schedule.",
  why: "A backup that somebody must remember is one that is missing when it is needed.",
  severity: "critical",
  checklist: ["db.9", "infra.11", "post-backup.2"],
  standards: {},
  fix: "Declare the CronJobs (components/database), and do not suspend them.",
  examples: {
    compliant: [postgres, full, incremental],
    violating: [
      postgres,
      full,
      cronJob("backup-incremental", ["taskflow-backup", "incr"], { suspend: true }),
    ],
  },
  onlyStacks: true,
  looksAt: "graph",
  check: (graph) =>
    each(KINDS, ([what, word]) =>
      scheduled(
        graph,
        what,
        (words) => words.some((one) => /backup/.test(one)) && words.some((one) => word.test(one)),
      ),
    ),
};
