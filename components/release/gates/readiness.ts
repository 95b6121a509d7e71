import { shaped } from "../evidence/shape.ts";
import { sentenceOf } from "../evidence/words.ts";
import { type Connection, connect } from "../kubernetes/connect.ts";
import { StatusError, ask } from "../kubernetes/request.ts";
import { factsOf } from "../readiness/facts.ts";
import {
  type ReadinessInput,
  WORKLOAD_NAMES,
  type WorkloadName,
  readinessInput,
} from "../readiness/input.ts";
import { READINESS_ITEMS, factsFor, judge } from "../readiness/judge.ts";
import { liveWorkload } from "../rollout/live.ts";
import { type Serving, servingOf } from "../rollout/serving.ts";
import { type Gate, Refused } from "./gate.ts";

/** What serves before the release, by the names of the Deployments; absent where nothing does. */
export type ServingBefore = Readonly<Partial<Record<WorkloadName, Serving>>>;

/** What the cluster has. */
export interface ReadinessResult {
  readonly version: string;
  readonly serving: ServingBefore;
  /** By id of the checklist, in sentences. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Refuses a cluster that has not what the release needs, and records what serves on one that has. */
export const readinessGate: Gate<ReadinessInput, ReadinessResult> = {
  name: "readiness",
  checklist: READINESS_ITEMS,
  parse: (given) => shaped(readinessInput, given),
  run: async (input, { progress }) => {
    const connection = await connect(input.context);
    await reached(connection);
    const facts = await factsOf(connection, input);
    const refusals = judge(facts, input);
    if (refusals.length > 0) throw new Refused(refusals);
    const serving: Partial<Record<WorkloadName, Serving>> = {};
    for (const name of WORKLOAD_NAMES) {
      const live = await liveWorkload(connection, input.namespace, name);
      const served = live && servingOf(live.deployment, live.replicaSets);
      if (served) serving[name] = served;
      progress(
        served
          ? `${name}: ${served.version ?? "another version"} serves, ReplicaSet ${served.replicaSet} of revision ${served.revision}`
          : `${name}: nothing serves yet`,
      );
    }
    return { version: input.version, serving, facts: factsFor(facts, input) };
  },
};

/** @throws Refused when nobody answers. An answer that says no is another matter. */
async function reached(connection: Connection): Promise<void> {
  try {
    await ask(connection, { path: "/version" });
  } catch (error) {
    if (error instanceof StatusError) throw error;
    throw new Refused([
      {
        item: "infra.1",
        problem: `The API server ${connection.server.href} does not answer: ${sentenceOf(error)}`,
        fix: "See whether cluster.context names the right cluster, and whether it can be reached from here.",
      },
    ]);
  }
}
