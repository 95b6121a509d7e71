import type { Back } from "./decide.ts";
import type { Serving } from "./serving.ts";

/** A workload of a release that has failed. */
export interface Failing {
  readonly name: string;
  /** What served before the update. */
  readonly before: Serving | undefined;
  readonly back: Back;
}

/**
 * Those to take back: all that the update has changed, or none. Half a release would be a pair of versions that nobody
 * has ever tried.
 */
export function together<T extends Failing>(
  workloads: readonly T[],
): readonly (T & { readonly back: Extract<Back, { step: "roll" }> })[] {
  if (workloads.some(({ back }) => back.step === "first" || back.step === "gone")) return [];
  return workloads.filter(isTakenBack);
}

function isTakenBack<T extends Failing>(
  workload: T,
): workload is T & { readonly back: Extract<Back, { step: "roll" }> } {
  return workload.back.step === "roll";
}

/**
 * What runs now, in words that complete "the release is refused, and …".
 *
 * @param problems why workloads did not get back, by name.
 */
export function outcome(
  workloads: readonly Failing[],
  problems: ReadonlyMap<string, string> = new Map(),
): string {
  const changed = workloads.filter(({ back }) => back.step !== "unchanged");
  if (changed.length === 0) {
    return "nothing was taken back, since this update has changed neither workload";
  }
  const gone = changed.flatMap(({ name, back }) =>
    back.step === "gone" ? [`ReplicaSet ${back.serving.replicaSet} of ${name} is gone`] : [],
  );
  const names = changed.map(({ name }) => name).join(" and ");
  if (gone.length > 0) {
    return `${names} could not be taken back, because ${gone.join(" and ")}: release the version before again`;
  }
  const first = changed.filter(({ back }) => back.step === "first").map(({ name }) => `no ${name}`);
  if (first.length > 0) {
    return `${names} stay as they are: there is nothing to go back to, since ${first.join(" and ")} served before`;
  }
  return changed
    .map(({ name, before }) => {
      const problem = problems.get(name);
      const to = `${before?.version ?? "what it was"} (ReplicaSet ${before?.replicaSet ?? ""})`;
      return problem === undefined
        ? `${name} is back at ${to}`
        : `${name} could not be taken back to ${to}: ${problem.replace(/\.$/, "")}`;
    })
    .join(", ");
}
