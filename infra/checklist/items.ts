import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What makes sure of an item: policies and configuration (`blocked`), resources (`declared`), alerts (`watched`), … */
export const KINDS = [
  "blocked",
  "declared",
  "watched",
  "written",
  "evidence",
  "gated",
  "human",
] as const;

export type Kind = (typeof KINDS)[number];

/** One line of the production checklist. */
export interface Item {
  /** `infra.3`: the section, and the number in it. */
  readonly id: string;
  readonly kind: Kind;
  /** As the checklist has it. */
  readonly item: string;
  /** What is asked for so that it counts. */
  readonly requirement: string;
}

const FILE = join(import.meta.dirname, "items.tsv");

/** The whole checklist, in its order. */
export function readItems(): readonly Item[] {
  const [, ...rows] = readFileSync(FILE, "utf8").trimEnd().split("\n");
  return rows.map((row) => {
    const [id = "", kind = "", item = "", requirement = ""] = row.split("\t");
    if (!isKind(kind)) throw new Error(`${FILE}: ${id} is of no kind that there is: ${kind}`);
    return { id, kind, item, requirement };
  });
}

/** Titles of the sections, as the checklist has them. */
const SECTIONS: Readonly<Record<string, string>> = {
  code: "Code quality and testing",
  perf: "Performance testing",
  sec: "Security hardening",
  db: "Database",
  infra: "Infrastructure",
  mon: "Monitoring and observability",
  conf: "Configuration",
  docs: "Documentation",
  step1: "Step 1: final preparation",
  step2: "Step 2: backup",
  step3: "Step 3: database migration",
  step4: "Step 4: Kubernetes deployment",
  step5: "Step 5: smoke testing",
  step6: "Step 6: monitoring",
  step7: "Step 7: auto-scaling",
  "post-func": "After: functional testing",
  "post-perf": "After: performance",
  "post-sec": "After: security",
  "post-mon": "After: monitoring",
  "post-backup": "After: backup",
  "live-team": "Announcement to the team",
  "live-users": "Announcement to users",
  watch: "The first 24 hours",
  rollback: "Rollback",
  day: "Within 24 hours",
  week: "Within a week",
  month: "Within a month",
};

/** Title of the section that an item stands in. */
export function sectionOf({ id }: Pick<Item, "id">): string {
  const section = id.slice(0, id.lastIndexOf("."));
  return SECTIONS[section] ?? section;
}

function isKind(text: string): text is Kind {
  return (KINDS as readonly string[]).includes(text);
}
