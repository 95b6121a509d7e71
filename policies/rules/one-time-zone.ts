import { filesOf, postgresSettings } from "../config-files.ts";
import { each, visit } from "../each.ts";
import { deployment } from "../examples.ts";
import { type Graph, at, list } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import { podsOf } from "../index-pods.ts";
import type { GraphFinding, Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { containersOf } from "../workloads.ts";

const zone = (value: string) => deployment({ container: { env: [{ name: "TZ", value }] } });

export const oneTimeZone: Rule = {
  name: "one-time-zone",
  title: "All containers and the database have one time zone.",
  why: "Logs, schedules and rows that disagree by hours cost those hours in every incident.",
  severity: "medium",
  checklist: ["conf.9"],
  standards: {},
  fix: "Set `TZ` of the container, and timezone and log_timezone of PostgreSQL, to `timeZone`.",
  examples: { compliant: [zone("Europe/Berlin")], violating: [zone("UTC")] },
  looksAt: "graph",
  *check(graph) {
    const expected = zoneOf(graph);
    const pods = podsOf(graph);
    yield* each(pods.all, ({ resource, pod }) =>
      each(pod ? containersOf(pod) : [], function* ({ value, path }): Generator<GraphFinding> {
        const variables = list(value["env"]);
        // Of several of one name the last counts. That there is one is another rule's to say.
        const index = variables.findLastIndex((variable) => at(variable, "name") === "TZ");
        const is = at(variables[index], "value");
        if (typeof is !== "string" || is === "" || is === expected) return;
        yield {
          resource,
          path: `${join(`${path}.env`, index)}.value`,
          is,
          must: `be ${expected}`,
        };
      }),
    );
    yield* each(objectsOf(graph).of("ConfigMap", ""), function* ({ resource }) {
      for (const { path, text } of filesOf(resource, /postgresql\.conf$/)) {
        const settings = postgresSettings(text);
        for (const name of ["timezone", "log_timezone"]) {
          // Its default is the zone of whoever ran initdb.
          const value = settings.get(name);
          if (value === expected) continue;
          yield {
            resource,
            path,
            is: `${name} ${value ?? "missing"}`,
            must: `have ${name} = ${expected}`,
          };
        }
      }
    });
    pods.certain();
  },
};

/** The zone of the stack; of plain manifests the one that most of them have. */
function zoneOf(graph: Graph): string {
  if (graph.stack) return graph.stack.timeZone;
  const counts = new Map<string, number>();
  visit(podsOf(graph).all, ({ pod }) => {
    for (const { value } of pod ? containersOf(pod) : []) {
      for (const variable of list(value["env"])) {
        const zone = at(variable, "value");
        if (at(variable, "name") !== "TZ" || typeof zone !== "string") continue;
        counts.set(zone, (counts.get(zone) ?? 0) + 1);
      }
    }
  });
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? "UTC";
}
