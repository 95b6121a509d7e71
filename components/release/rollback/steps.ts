import { messageOf } from "../evidence/words.ts";
import type { RecordedGate } from "../record/document.ts";

/** Whoever hears of alerts is told. */
export const TELLING_ITEM = "rollback.2";

/**
 * Items of the checklist that going back decides: it is refused without a reason, which is recorded and told; it takes
 * both workloads back, tries them, and drafts the report.
 */
export const ROLLBACK_ITEMS = [
  ...["rollback.1", TELLING_ITEM, "rollback.3", "rollback.4", "rollback.5"],
] as const;

/** What a rollback does, in the order of the checklist. */
export const STEPS = [
  "stop-traffic",
  "roll-back",
  "verify-rollout",
  "restore-database",
  "enable-traffic",
  "smoke",
] as const;

export type StepName = (typeof STEPS)[number];

/** How each step is done; those that are left out are absent. */
export type Work = Readonly<
  Partial<Record<StepName, (say: (line: string) => void) => Promise<void>>>
>;

/**
 * Steps that are done whatever has become of those before: who goes back wants people served again. All others need
 * every step before them.
 */
const ALWAYS: readonly StepName[] = ["enable-traffic", "smoke"];

/**
 * Does the steps in their order.
 *
 * @returns what became of each that was tried.
 */
export async function doSteps(
  work: Work,
  progress: (line: string) => void,
  now: () => Date = () => new Date(),
): Promise<RecordedGate[]> {
  const done: RecordedGate[] = [];
  for (const name of STEPS) {
    const act = work[name];
    if (!act) continue;
    const failed = done.find(({ outcome }) => outcome !== "holds");
    if (failed && !ALWAYS.includes(name)) {
      progress(`${name}: left out, for ${failed.name} has failed`);
      continue;
    }
    const log: string[] = [];
    const start = now();
    let problem: string | undefined;
    try {
      await act((line) => {
        log.push(line);
        progress(`${name}: ${line}`);
      });
    } catch (error) {
      problem = messageOf(error);
      progress(`${name}: FAILED: ${problem}`);
    }
    done.push({
      name,
      start: start.toISOString(),
      milliseconds: now().getTime() - start.getTime(),
      outcome: problem === undefined ? "holds" : "refused",
      problems: problem === undefined ? [] : [problem],
      log: log.slice(-200),
    });
  }
  return done;
}

/** Success: all was done. Partial: the release is the one before, but something else failed. */
export function statusOf(done: readonly RecordedGate[]): "success" | "partial" | "failed" {
  const failed = done.filter(({ outcome }) => outcome !== "holds").map(({ name }) => name);
  if (failed.length === 0) return "success";
  // What was stopped is verified when it serves again.
  const isBack = !failed.some((name) =>
    ["roll-back", "verify-rollout", "enable-traffic"].includes(name),
  );
  return isBack && done.some(({ name }) => name === "roll-back") ? "partial" : "failed";
}
