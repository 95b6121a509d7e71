import { connectionFaults } from "../connections.ts";
import { each, eachIn } from "../each.ts";
import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { isUnset } from "../pods.ts";
import type { Finding, Rule } from "../rule.ts";

const example = (value: string) =>
  deployment({
    container: {
      env: [
        { name: "PGHOST", value: "postgres" },
        { name: "PGSSLMODE", value },
      ],
    },
  });

export const databaseClientVerifies: Rule = {
  name: "database-client-verifies",
  title: "Every client of PostgreSQL verifies the server: sslmode verify-full.",
  why: "Any weaker mode encrypts for whoever answers, and hands the password to them.",
  severity: "critical",
  checklist: ["db.8", "sec.6"],
  standards: {},
  fix: "Set `PGSSLMODE=verify-full` and `PGSSLROOTCERT`, or `sslmode=verify-full` in the address.",
  examples: { compliant: [example("verify-full")], violating: [example("require")] },
  looksAt: "container",
  *check({ value, path }) {
    const must = "be verify-full";
    yield* each(
      [
        () =>
          eachIn(value["env"], `${path}.env`, function* (variable, path): Generator<Finding> {
            const name = at(variable, "name");
            const is = at(variable, "value");
            if (name === "PGSSLMODE") {
              if (is !== "verify-full") {
                yield { path: `${path}.value`, ...(!isUnset(is) && { is }), must };
              }
              return;
            }
            if (typeof is !== "string") return;
            for (const fault of connectionFaults(is)) {
              yield { path: `${path}.value`, ...fault, must: "have sslmode=verify-full" };
            }
            // The exporter's address has no scheme.
            if (name === "DATA_SOURCE_URI" && !/[?&]sslmode=/.test(is)) {
              const fault = "an address without sslmode";
              yield { path: `${path}.value`, is: fault, must: "have sslmode=verify-full" };
            }
          }),
        () => named(value, path),
        ...["command", "args"].map(
          (field) => () =>
            eachIn(value[field], `${path}.${field}`, function* (word, path): Generator<Finding> {
              if (typeof word !== "string") return;
              for (const fault of connectionFaults(word)) {
                yield { path, ...fault, must: "have sslmode=verify-full" };
              }
            }),
        ),
      ],
      (part) => part(),
    );
  },
};

/** Who is told where the server is must be told how to reach it: the default takes plain text. */
function* named(container: unknown, path: string): Generator<Finding> {
  const variables = list(at(container, "env"));
  const called = (name: string) => variables.find((variable) => at(variable, "name") === name);
  const host = called("PGHOST");
  if (host === undefined || called("PGSSLMODE") !== undefined) return;
  const where = at(host, "value");
  if (typeof where === "string" && where.startsWith("/")) return;
  // The variable may come from where nobody looks here.
  if (list(at(container, "envFrom")).length > 0) return;
  yield { path: `${path}.env`, must: "have PGSSLMODE with the value verify-full" };
}
