import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import type { Rule } from "../rule.ts";
import { join } from "../unknown.ts";

const env = (value: string) => deployment({ container: { env: [{ name: "TZ", value }] } });

export const containerTimeZone: Rule = {
  name: "container-time-zone",
  title: "Every container is told its time zone.",
  why: "Otherwise each image has its own, and logs, schedules and due dates disagree.",
  severity: "low",
  checklist: ["conf.9"],
  standards: {},
  fix: "Set the environment variable `TZ`.",
  examples: { compliant: [env("Europe/Berlin")], violating: [deployment(), env("")] },
  looksAt: "container",
  *check({ value, path }) {
    const env = list(at(value, "env"));
    // Of several of one name the last counts.
    const index = env.findLastIndex((variable) => at(variable, "name") === "TZ");
    const zone = at(env[index], "value");
    if (typeof zone === "string" && zone !== "") return;
    const must = "give TZ a time zone";
    yield index < 0
      ? { path: `${path}.env`, is: env.length > 0 ? "without TZ" : undefined, must }
      : { path: `${join(`${path}.env`, index)}.value`, is: zone ?? undefined, must };
  },
};
