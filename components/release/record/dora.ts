import type { Listed } from "./list.ts";

/**
 * The four figures of DORA over a time. Source of the definitions: https://dora.dev/guides/dora-metrics-four-keys/
 */
export interface DoraFigures {
  /** Days that are looked at. */
  readonly days: number;
  /** How often a version was brought to those who use it. */
  readonly deploymentFrequency: { readonly deployments: number; readonly perWeek: number };
  /** Seconds from the commit that was deployed until it served, half of them at least as fast; absent without any. */
  readonly leadTime: { readonly medianSeconds?: number; readonly of: number };
  /** Deployments that had to be taken back at once, among those that had begun to serve. */
  readonly changeFailRate: { readonly failed: number; readonly of: number };
  /** Seconds that such a one served until another version did, half of them at most as long; absent without any. */
  readonly recoveryTime: { readonly medianSeconds?: number; readonly of: number };
}

type Measured = Pick<
  Listed,
  | "id"
  | "kind"
  | "start"
  | "end"
  | "status"
  | "gates"
  | "earlier"
  | "commit"
  | "undoneBy"
  | "rollback"
>;

/** @param records the oldest first. */
export function dora(records: readonly Measured[], days: number, now: Date): DoraFigures {
  const since = now.getTime() - days * 86_400_000;
  const recent = records.filter(({ end }) => Date.parse(end) >= since);
  // What is refused before it is rolled out has reached nobody.
  const reached = recent.filter(({ kind, gates }) => kind === "release" && began({ gates }));
  const deployed = recent.filter((each) => isDeployment(each, records));
  const failed = reached.filter(isFailed);
  const leadTimes = deployed.flatMap(({ commit, end }) =>
    commit ? [seconds(commit.at, end)] : [],
  );
  const recoveries = failed.flatMap((each) => {
    const end = recoveredAt(each, records);
    return end === undefined ? [] : [seconds(began(each)?.start ?? each.start, end)];
  });
  return {
    days,
    deploymentFrequency: {
      deployments: deployed.length,
      perWeek: Math.round((deployed.length / days) * 700) / 100,
    },
    leadTime: { ...median(leadTimes), of: leadTimes.length },
    changeFailRate: { failed: failed.length, of: reached.length },
    recoveryTime: { ...median(recoveries), of: recoveries.length },
  };
}

/** From then on people may have met it. */
function began({ gates }: Pick<Measured, "gates">) {
  return gates.find(({ name }) => name === "smoke");
}

/** Whether a version came with it: not where only what is asked of it has changed. */
function isDeployment(record: Measured, records: readonly Measured[]): boolean {
  if (record.kind !== "release" || record.status !== "success") return false;
  const tried = record.earlier.find(({ gate }) => gate === "smoke");
  const counted = records.find(({ id }) => id === tried?.attempt)?.status === "success";
  return began(record) !== undefined || (tried !== undefined && !counted);
}

/** Not where it serves, and a gate after that has something against who watches it. */
function isFailed(record: Measured): boolean {
  const smoke = began(record);
  return record.undoneBy !== undefined || (smoke !== undefined && smoke.outcome !== "holds");
}

/** When another version served: it was taken back by its own gate, by a rollback, or the next has come. */
function recoveredAt(failed: Measured, records: readonly Measured[]): string | undefined {
  const undoing = records.find(({ id }) => id === failed.undoneBy);
  if (undoing) return undoing.end;
  if (failed.rollback.done) return failed.end;
  return records.find(({ status, end }) => status === "success" && end > failed.end)?.end;
}

function seconds(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}

function median(values: readonly number[]): { medianSeconds?: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === undefined ? {} : { medianSeconds: middle };
}
