import type { StackFacts } from "./graph.ts";
import type { Rule } from "./rule.ts";

/** What a violation does: `mandatory` stops the deploy, `advisory` is told. */
export type Level = "mandatory" | "advisory";

/** Every rule is mandatory, but for what one machine cannot comply with, on one machine. */
export function levelOf(rule: Rule, stack: Pick<StackFacts, "environment"> | undefined): Level {
  return stack?.environment === "local" && rule.advisoryOnOneMachine ? "advisory" : "mandatory";
}
