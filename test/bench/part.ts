import type { Goal } from "./format.ts";
import { table } from "./format.ts";

/** A part of the bench that can be run alone, and has a section of the report to itself. */
export interface Part {
  readonly heading: string;
  /** Markdown below the heading, with an end of line at its end. */
  readonly body: string;
  readonly goals: readonly Goal[];
}

/** The table of all goals. */
export function goalTable(goals: readonly Goal[]): string {
  return table(
    ["Goal", "Measured", ""],
    goals.map(({ goal, measured, verdict }) => [goal, measured, verdict]),
  );
}

/** The sections of parts, in their order. */
export function sections(parts: readonly Part[]): string {
  return parts.map(({ heading, body }) => `## ${heading}\n\n${body}\n`).join("");
}

/**
 * A report with one part measured anew, and everything else as it was.
 *
 * @throws Error when it is no report of the bench.
 */
export function withPart(report: string, part: Part): string {
  const [before = "", goals, ...rest] = report.split(/(?=^## )/m);
  if (goals === undefined || !goals.startsWith("## Goals\n")) {
    throw new Error("That is no report of the bench. Run all of it first: npm run bench");
  }
  const isOf = (section: string) => section.startsWith(`## ${part.heading}\n`);
  const known = rest.some(isOf);
  const changed = rest.flatMap((section) => {
    if (isOf(section)) return [sections([part])];
    // New parts come last, before the versions of what was measured.
    return section.startsWith("## Versions\n") && !known ? [sections([part]), section] : [section];
  });
  return [before, withGoals(goals, part.goals), ...changed].join("");
}

/** Replaces the rows of these goals, or adds them. */
function withGoals(section: string, goals: readonly Goal[]): string {
  const [, , ...rows] = goalTable(goals).split("\n");
  const kept = section
    .trimEnd()
    .split("\n")
    .filter((line) => !goals.some(({ goal }) => line.startsWith(`| ${goal} |`)));
  return `${[...kept, ...rows].join("\n")}\n\n`;
}
