import { SEVERITIES } from "./arguments.ts";
import type { Rule } from "../rule.ts";

/** Every rule, the most severe first; as JSON with all that it says about itself. */
export function renderList(rules: readonly Rule[], json: boolean): string {
  if (json) {
    return `${JSON.stringify(rules, null, 2)}\n`;
  }
  const width = Math.max(...rules.map(({ name }) => name.length));
  return SEVERITIES.flatMap((severity) =>
    rules
      .filter((rule) => rule.severity === severity)
      .map(({ name, title }) => `${severity.padEnd(8)}  ${name.padEnd(width)}  ${title}\n`),
  ).join("");
}
