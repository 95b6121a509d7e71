import type { EdgeTarget, Target } from "./input.ts";
import type { SmokeContext } from "./context.ts";

/** One thing that is tried. */
interface StepOf<T extends Target> {
  readonly name: string;
  /** Items of the checklist that it decides. */
  readonly checklist: readonly [string, ...string[]];
  /** Steps that must have held, where the target has them. */
  readonly needs: readonly string[];
  /** Whether it is done whatever failed before, and when the time is over. */
  readonly always?: boolean;
  /** What to do when it fails, in a sentence. */
  readonly fix: string;
  /** @throws StepFailure when it does not hold. */
  readonly run: (context: SmokeContext<T>) => Promise<void> | void;
}

/** A step of every target, or of the edge alone. */
export type Step =
  (StepOf<Target> & { readonly on: "all" }) | (StepOf<EdgeTarget> & { readonly on: "edge" });

/** A step of every target. */
export function everywhere(step: StepOf<Target>): Step {
  return { ...step, on: "all" };
}

/** A step of the edge. */
export function edgeOnly(step: StepOf<EdgeTarget>): Step {
  return { ...step, on: "edge" };
}
