import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

export const containerNoTerminal: Rule = {
  name: "container-no-terminal",
  title: "No container waits for somebody at a terminal.",
  why: "An open input lets whoever may attach type into the process, and its output loses the form that logs need.",
  severity: "low",
  checklist: [],
  standards: {},
  fix: "Remove `stdin` and `tty`.",
  examples: {
    compliant: [deployment({ container: { tty: false } })],
    violating: [
      deployment({ container: { tty: true } }),
      deployment({ container: { stdin: true } }),
    ],
  },
  looksAt: "container",
  *check({ value, path }) {
    yield* each(["stdin", "tty"], function* (field) {
      const is = at(value, field);
      if (!isUnset(is) && is !== false) yield { path: `${path}.${field}`, is, must: "be false" };
    });
  },
};
