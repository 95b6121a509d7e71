import type { ReplicaSet } from "../kubernetes/objects.ts";
import { WORKLOAD_NAMES, type WorkloadName } from "../readiness/input.ts";
import type { Listed } from "../record/list.ts";
import { type Live, forward } from "../rollout/decide.ts";
import { currentOf, described, ownedBy, templateHashOf } from "../rollout/serving.ts";

/** A workload, where it is and where it goes. */
export interface Move {
  readonly name: WorkloadName;
  /** Version that it is at; absent where somebody else has made its pods. */
  readonly from?: string;
  /** Absent where it is there already. */
  readonly to?: ReplicaSet;
}

/** A release to go back to. */
export interface Target {
  readonly version: string;
  /** Absent where nobody has recorded that it ever worked. */
  readonly record?: Listed;
  /** The release that is gone back from; absent where nobody has recorded one. */
  readonly undoes?: Listed;
  readonly moves: readonly Move[];
}

export type LiveWorkloads = Readonly<Record<WorkloadName, Live>>;

/**
 * The release to go back to: both workloads together, to what was recorded to have passed every gate.
 *
 * @param records the oldest first.
 * @param version that is asked for. Default: where somebody was going back already and has not come to an end, to where
 * they were going; else the newest that worked, or the one before where that is what runs.
 * @throws Error that says what there is instead.
 */
export function targetOf(live: LiveWorkloads, records: readonly Listed[], asked?: string): Target {
  const unended = unendedRollback(records);
  const version = asked ?? unended?.version;
  const worked = records.filter(
    (each) => each.kind === "release" && each.status === "success" && !isUndone(each, records),
  );
  const record =
    version === undefined
      ? worked.findLast((each) => movesTo(live, each)?.some(({ to }) => to))
      : records.findLast(
          (each) =>
            each.kind === "release" &&
            each.status === "success" &&
            each.version === version &&
            movesTo(live, each) !== undefined,
        );
  const moves = record ? movesTo(live, record) : version && movesToVersion(live, version);
  if (!moves) throw new Error(nothing(live, record?.version ?? version));
  const resumed = unended?.version === version ? unended?.undoes : undefined;
  const undoes =
    records.find(({ id }) => id === resumed) ??
    records.findLast(
      ({ kind, id, undoneBy }) => kind === "release" && id !== record?.id && undoneBy === undefined,
    );
  return {
    version: record?.version ?? version ?? "",
    moves,
    ...(record && { record }),
    ...(undoes && (!record || undoes.start > record.start) && { undoes }),
  };
}

/** A rollback that is the last of all and has not taken everything back: whoever runs it again means the same. */
function unendedRollback(records: readonly Listed[]): Listed | undefined {
  const last = records.at(-1);
  const isUnended = last?.status === "unfinished" || last?.status === "failed";
  return last?.kind === "rollback" && isUnended ? last : undefined;
}

/** Whether somebody wanted to go back from it, or from another attempt to release the same version since. */
function isUndone({ version, start }: Listed, records: readonly Listed[]): boolean {
  const rollbacks = records.filter((each) => each.kind === "rollback" && each.start > start);
  return records.some(
    (each) => each.version === version && rollbacks.some(({ undoes }) => undoes === each.id),
  );
}

/** Undefined where pods of a workload can no longer be had. */
function movesTo(live: LiveWorkloads, { workloads }: Listed): Move[] | undefined {
  if (!workloads) return undefined;
  const moves: Move[] = [];
  for (const name of WORKLOAD_NAMES) {
    const way = forward(live[name], workloads[name]);
    if (way.step === "lost") return undefined;
    moves.push({ ...at(live, name), ...(way.step === "roll" && { to: way.to }) });
  }
  return moves;
}

/** By the label of the pods, where nothing is recorded. */
function movesToVersion(live: LiveWorkloads, version: string): Move[] | undefined {
  const moves = WORKLOAD_NAMES.map((name) => {
    const { deployment, replicaSets } = live[name];
    const current = currentOf(deployment, replicaSets);
    const to = ownedBy(deployment, replicaSets)
      .filter((each) => described(each).version === version)
      .sort((a, b) => Number(described(a).revision) - Number(described(b).revision))
      .at(-1);
    if (!to) return undefined;
    const isThere = templateHashOf(to) === templateHashOf(deployment) && current === to;
    return { ...at(live, name), ...(!isThere && { to }) };
  });
  return moves.every((move) => move !== undefined) ? moves : undefined;
}

function at(live: LiveWorkloads, name: WorkloadName): Move {
  const { deployment, replicaSets } = live[name];
  const current = currentOf(deployment, replicaSets);
  const from = current && described(current).version;
  return { name, ...(from !== undefined && { from }) };
}

function nothing(live: LiveWorkloads, version: string | undefined): string {
  const [first = [], ...others] = WORKLOAD_NAMES.map((name) =>
    ownedBy(live[name].deployment, live[name].replicaSets).flatMap(
      (each) => described(each).version ?? [],
    ),
  );
  const both = [...new Set(first)].filter((each) => others.every((other) => other.includes(each)));
  const what = version === undefined ? "no release that worked" : `no ${version}`;
  return (
    `There is ${what} that both workloads could go back to. The cluster has pods of: ` +
    `${both.join(", ") || "none"}. Name one of them with --to, or release an older version with \`pulumi up\`.`
  );
}
