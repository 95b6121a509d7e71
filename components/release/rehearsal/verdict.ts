import { Refused, type Refusal } from "../gates/gate.ts";
import {
  type Migrated,
  type Ran,
  type Rehearsed,
  type Wanted,
  verdict,
} from "../migration/verdict.ts";
import type { Lock, ThrowawayReport } from "./report.ts";

/** What a rehearsal has shown. */
export interface Rehearsal {
  /** Label of the backup, or file of the copy, that was restored. */
  readonly backup: string;
  readonly restoredBytes: number;
  readonly restoredSeconds: number;
  /** Of the migrations. */
  readonly seconds: number;
  readonly applied: readonly string[];
  /** Those that keep others from writing, or from reading too, the longest first. */
  readonly locks: readonly Lock[];
  readonly rewrites: NonNullable<ThrowawayReport["locks"]>["rewrites"];
  /** What would break the release that still serves. */
  readonly warnings: readonly string[];
  /** What the schema must be after the same migrations of the live database. */
  readonly schema: Rehearsed;
}

/** How a rehearsal went. */
export interface RehearsalRun extends Ran {
  readonly throwaway: ThrowawayReport;
}

/** What it must be a rehearsal of. */
export interface WantedRehearsal extends Omit<Wanted, "rehearsed"> {
  /** The backup of this run, or the file of its copy. */
  readonly backup: string;
  /** Whether the restored server is of the same kind as the live one, so that definitions read alike. */
  readonly sameServer: boolean;
}

/**
 * Judges a rehearsal as the migrations of the live database will be.
 *
 * @throws Refused when they must not come to that.
 * @throws Error where that cannot be told.
 */
export function rehearsal(run: RehearsalRun, wanted: WantedRehearsal): Rehearsal {
  const { restored, locks } = run.throwaway;
  if (!restored) throw new Refused([notRestored(run, wanted)]);
  if (restored.backup < wanted.backup) {
    throw new Error(
      `${restored.backup} was restored, which is older than the backup ${wanted.backup} of this run.`,
    );
  }
  const judged = verdict(run, wanted);
  if (!judged.ok) throw new Refused(judged.refusals.map(inRehearsal));
  if (!locks) throw new Error("the restored server did not say what the migrations had locked.");
  const { version, tables, digest, applied, warnings } = judged.migrated;
  return {
    backup: restored.backup,
    restoredBytes: restored.bytes,
    restoredSeconds: restored.seconds,
    seconds: secondsOf(judged.migrated),
    applied,
    ...locks,
    warnings,
    schema: { version, tables, ...(wanted.sameServer && { digest }) },
  };
}

function notRestored(run: RehearsalRun, { backup }: WantedRehearsal): Refusal {
  const why = [run.why && `${run.why}.`, `It was said last: ${run.lastWords.join(" | ")}`];
  return {
    item: "step2.2",
    problem: `The backup ${backup} could not be restored. ${why.filter(Boolean).join(" ")}`,
    fix: "Until one can be, nothing of this database can be undone: see RestoreDrillLate in docs/runbook.md.",
  };
}

/** What is no fault of the schema itself is one of the migrations not being ready. */
function inRehearsal({ item, problem }: Refusal): Refusal {
  return {
    item: item === "db.5" ? item : "db.1",
    problem: `In the rehearsal: ${problem}`,
    fix: "Correct the migrations in a new version of their image. The live database was not touched.",
  };
}

function secondsOf({ before, after }: Migrated): number {
  return Math.round((Date.parse(after) - Date.parse(before)) / 100) / 10;
}
