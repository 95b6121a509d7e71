import type { Document, RecordedGate } from "./document.ts";
import { type Begun, type Ended, type Entry, isBegun, isEnded } from "./entry.ts";
import { factsOf } from "./facts.ts";

/** What is recorded to have begun when somebody goes back. */
export const ROLLBACK = "rollback";

/** What is known of a release that has passed all its gates, beyond what these have said in its last attempt. */
export interface Closing {
  readonly images: readonly string[];
  readonly workloads: NonNullable<Document["workloads"]>;
  /** What the smoke test was asked. */
  readonly smoke: unknown;
  /** Results of gates by name, whenever they were passed. */
  readonly results: Readonly<Record<string, unknown>>;
  /** The attempt in which each gate was passed, or why nobody has recorded it. */
  readonly passed: readonly Passed[];
}

export interface Passed {
  readonly gate: string;
  readonly attempt?: string | undefined;
  readonly problem?: string | undefined;
}

/**
 * Composes the record of an attempt.
 *
 * @param entries of this attempt alone, the oldest first, and at least one that has begun.
 * @param closing of one that has passed every gate. Absent: it has stopped on its way.
 */
export function compose(entries: readonly Entry[], closing?: Closing): Document {
  const begun = entries.filter(isBegun);
  const ended = entries.filter(isEnded);
  const [first] = begun;
  if (!first) throw new Error("Nothing has begun in this attempt.");
  const gates = begun.map((each) => gateOf(each, ended));
  const results = Object.fromEntries(ended.map(({ gate, result }) => [gate, result]));
  const { warnings, ...facts } = factsOf({ ...closing?.results, ...results });
  const smoke = ended.find(({ gate }) => gate === "smoke");
  const takenBack = smoke && smoke.outcome !== "holds";
  const done = takenBack === true && smoke.isBack === true;
  return {
    id: first.attempt,
    kind: first.gate === ROLLBACK ? "rollback" : "release",
    version: first.version,
    ...(first.undoes !== undefined && { undoes: first.undoes }),
    images: [...(closing?.images ?? [])],
    ...(closing && { workloads: closing.workloads, smoke: closing.smoke }),
    by: first.by,
    ...(first.commit && { commit: first.commit }),
    start: first.at,
    end: entries.at(-1)?.at ?? first.at,
    gates,
    earlier: (closing?.passed ?? []).flatMap(({ gate, attempt }) =>
      attempt === undefined || attempt === first.attempt ? [] : [{ gate, attempt }],
    ),
    issues: [...gates.flatMap(issuesOf), ...warnings, ...(closing?.passed ?? []).flatMap(holes)],
    rollback: {
      required: takenBack === true,
      done,
      ...(takenBack && { what: smoke.meanwhile ?? smoke.problem ?? "" }),
    },
    status: closing
      ? "success"
      : changesStay(ended, smoke !== undefined && !done)
        ? "partial"
        : "failed",
    ...facts,
  };
}

function gateOf({ gate, at }: Begun, ended: readonly Ended[]): RecordedGate {
  const end = ended.find((each) => each.gate === gate);
  if (!end) return { name: gate, start: at, outcome: "interrupted", problems: [], log: [] };
  const { milliseconds, outcome, refusals, problem, log } = end;
  return {
    name: gate,
    start: at,
    milliseconds,
    outcome,
    problems: [
      ...refusals.map((each) => `${each.item}: ${each.problem} ${each.fix}`),
      ...(problem === undefined ? [] : [problem]),
    ],
    log,
  };
}

function issuesOf({ name, outcome, problems }: RecordedGate): string[] {
  if (outcome === "interrupted") return [`${name}: it had begun, and nobody knows how it ended.`];
  return problems.map((problem) => `${name}: ${problem}`);
}

function holes({ gate, problem }: Passed): string[] {
  return problem === undefined ? [] : [`${gate}: it was passed, and ${problem}`];
}

/** Whether something of a release stays that has not come: its schema, or its pods. */
function changesStay(ended: readonly Ended[], podsStay: boolean): boolean {
  const migrated = ended.find(({ gate, outcome }) => gate === "migrate" && outcome === "holds");
  const { schema } = factsOf({ migrate: migrated?.result });
  return podsStay || (schema !== undefined && schema.applied.length > 0);
}
