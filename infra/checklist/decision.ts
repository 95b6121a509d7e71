import type { SourcePosition } from "../../policies/graph.ts";

/** What can decide an item. */
export type Decider =
  "rule" | "configuration" | "resource" | "alert" | "document" | "gate" | "command" | "review";

/** How it stands in a stack, the worst first. */
export const STANDINGS = ["violated", "open", "advised", "waived", "undecided", "holds"] as const;

/**
 * `open`: what would decide it is not declared to. `advised`: this stack does not comply, and need not, because it is not production. `undecided`: it depends on a
 * value that only the update will know.
 */
export type Standing = (typeof STANDINGS)[number];

/** Something that says about itself which item it decides. */
export interface Decision {
  /** Id of the item. */
  readonly id: string;
  readonly by: Decider;
  /** Name of the rule, title of the object, name of the alert, heading of the document, name of the gate, the command or the review. */
  readonly name: string;
  readonly standing: Standing;
  /** What is violated, open, waived or undecided, one line each. */
  readonly details: readonly string[];
  /** The line that decides. */
  readonly source?: SourcePosition;
}
