import type { Fault } from "./fault.ts";
import { type Ended, killedAt } from "./gate.ts";
import type { Scene } from "./scene.ts";

/** What can go wrong at every gate: the machine that runs it is gone in its midst. */
export function powerLoss(
  gate: string,
  /** What it says once it is at work. */
  says: RegExp,
  /** Has the scene be one in which it says that. */
  around = (_scene: Scene, work: () => Promise<Ended>) => work(),
): Fault {
  return {
    gate,
    fault: "the machine that runs updates loses power",
    outcome: "killed",
    says: [],
    attempt: (scene) => around(scene, () => scene.run(gate, { cue: killedAt(says) })),
  };
}
