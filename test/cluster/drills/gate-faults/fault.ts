import type { Simulation } from "../faults/simulation.ts";
import type { Ended } from "./gate.ts";
import type { Scene } from "./scene.ts";

/** How a gate ends when something goes wrong. */
export type Outcome = "held" | "refused" | "undecided" | "killed";

/** The exit code of each. A program that is killed has none. */
export const EXIT_CODES: Readonly<Record<Outcome, number | null>> = {
  held: 0,
  refused: 1,
  undecided: 3,
  killed: null,
};

/** Something that goes wrong at a gate of a release. */
export interface Fault {
  /** The gate as it is called. */
  readonly gate: string;
  /** What goes wrong. */
  readonly fault: string;
  /** How that is simulated. Absent where it comes about itself. */
  readonly simulation?: Simulation;
  readonly outcome: Outcome;
  /** Parts of the message, in their order, without what is another in each run. */
  readonly says: readonly string[];
  /**
   * What there is to do before the next `pulumi up`, and what the drill does instead where it does another thing. Absent
   * where there is nothing to do, not even to wait.
   */
  readonly mend?: string;
  /** What the gate is handed in the next update. Default: the same again. */
  readonly mended?: (input: object) => object;
  /** Has it go wrong, runs the gate, and has everything as it was. */
  readonly attempt: (scene: Scene) => Promise<Ended>;
}
