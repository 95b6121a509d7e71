import { messageOf } from "../evidence/words.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { type Declared, back, forward } from "./decide.ts";
import { liveWorkload } from "./live.ts";
import { outcome, together } from "./outcome.ts";
import { roll, untilComplete } from "./roll.ts";
import type { Serving } from "./serving.ts";

/** A workload of a release. */
export interface Released extends Declared {
  /** Name of the Deployment. */
  readonly name: string;
  /** What served before the update. */
  readonly before: Serving | undefined;
}

/** Where workloads are rolled. */
export interface Place {
  readonly connection: Connection;
  readonly namespace: string;
  /** Seconds that a rollout may take. */
  readonly seconds: number;
  readonly progress: (line: string) => void;
}

/**
 * Rolls the workloads to what is declared, where a failed update before has taken them back.
 *
 * @returns names of those that are neither what is declared nor can be rolled to it. Then nothing was done.
 */
export async function rollForward(
  place: Place,
  released: readonly Released[],
): Promise<readonly string[]> {
  const { connection, progress } = place;
  const steps = await Promise.all(
    released.map(async (declared) => {
      const live = await liveOf(place, declared.name);
      return { ...live, name: declared.name, forward: forward(live, declared) };
    }),
  );
  const lost = steps.filter((each) => each.forward.step === "lost").map(({ name }) => name);
  if (lost.length > 0) return lost;
  for (const { name, deployment, forward } of steps) {
    if (forward.step !== "roll") continue;
    progress(`${name} was taken back before: rolling to ${forward.to.metadata?.name ?? ""}`);
    await roll(connection, deployment, forward.to);
  }
  return [];
}

/** Resolves when all are rolled out. */
export async function rolledOut(
  { connection, namespace, seconds }: Place,
  names: readonly string[],
): Promise<void> {
  await Promise.all(names.map((name) => untilComplete(connection, { namespace, name, seconds })));
}

/** What runs when a release was to be taken back. */
export interface TakenBack {
  /** In words that complete "the release is refused, and …". */
  readonly meanwhile: string;
  /** Whether nothing of the release runs. */
  readonly isBack: boolean;
}

/** Takes the workloads back to what served before. */
export async function takeBack(place: Place, released: readonly Released[]): Promise<TakenBack> {
  const { connection, progress } = place;
  const workloads = await Promise.all(
    released.map(async ({ name, before }) => {
      const live = await liveOf(place, name);
      return { name, before, ...live, back: back(live, before) };
    }),
  );
  const problems = new Map<string, string>();
  await Promise.all(
    together(workloads).map(async ({ name, deployment, back: { to } }) => {
      try {
        progress(`${name}: rolling back to ${to.metadata?.name ?? ""}`);
        await roll(connection, deployment, to);
        await rolledOut(place, [name]);
      } catch (error) {
        problems.set(name, messageOf(error));
      }
    }),
  );
  const isBack =
    problems.size === 0 &&
    workloads.every(({ back }) => back.step === "roll" || back.step === "unchanged");
  return { meanwhile: outcome(workloads, problems), isBack };
}

/** @throws Error where there is no such Deployment. */
async function liveOf({ connection, namespace }: Place, name: string) {
  const live = await liveWorkload(connection, namespace, name);
  if (!live) throw new Error(`There is no Deployment ${name} in namespace ${namespace}.`);
  return live;
}
