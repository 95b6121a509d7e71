import { each, eachIn } from "../each.ts";
import { middleware } from "../example-objects.ts";
import { at, isKind, record } from "../graph.ts";
import type { Finding, Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { containersOf, podOf } from "../workloads.ts";

const must = "name origins";

export const corsNamesOrigins: Rule = {
  name: "cors-names-origins",
  title: "Only origins that are named may read answers of the API from a browser.",
  why: "With * any page that a user visits may use what the user may use.",
  severity: "high",
  checklist: ["sec.10"],
  standards: {},
  fix: "List the origins in `edge.corsOrigins`, each with its scheme and host.",
  examples: {
    compliant: [
      middleware("cors", {
        headers: { accessControlAllowOriginList: ["https://app.example.com"] },
      }),
    ],
    violating: [middleware("cors", { headers: { accessControlAllowOriginList: ["*"] } })],
  },
  looksAt: "resource",
  *check(resource) {
    const { inputs } = resource;
    yield* each(
      [
        () => middlewareOrigins(at(inputs, "spec", "headers")),
        function* (): Generator<Finding> {
          if (!isKind(resource, "HTTPRoute")) return;
          yield* eachIn(at(inputs, "spec", "rules"), "spec.rules", (rule, path) =>
            eachIn(at(rule, "filters"), `${path}.filters`, function* (filter, path) {
              yield* origins(at(filter, "cors", "allowOrigins"), `${path}.cors.allowOrigins`);
              const set = at(filter, "responseHeaderModifier", "set");
              yield* eachIn(set, `${path}.responseHeaderModifier.set`, function* (header, path) {
                const is = at(header, "value");
                if (isOriginHeader(at(header, "name")) && isLoose(is)) {
                  yield { path: `${path}.value`, is, must };
                }
              });
            }),
          );
        },
        function* (): Generator<Finding> {
          const annotations = record(at(inputs, "metadata", "annotations")) ?? {};
          for (const name of Object.keys(annotations)) {
            if (!/cors-allow-origin$/.test(name)) continue;
            const is = at(annotations, name);
            if (isLoose(is)) yield { path: join("metadata.annotations", name), is, must };
          }
        },
        function* (): Generator<Finding> {
          const pod = podOf(resource);
          yield* each(pod ? containersOf(pod) : [], ({ path, value }) =>
            eachIn(value["env"], `${path}.env`, function* (variable, path) {
              const name = at(variable, "name");
              if (typeof name !== "string" || !/CORS.*ORIGIN|ALLOWED_ORIGIN/i.test(name)) return;
              const is = at(variable, "value");
              if (isLoose(is)) yield { path: `${path}.value`, is, must };
            }),
          );
        },
      ],
      (part) => part(),
    );
  },
};

/** Traefik's way to say it. */
function* middlewareOrigins(headers: unknown): Generator<Finding> {
  const path = "spec.headers";
  yield* origins(
    at(headers, "accessControlAllowOriginList"),
    `${path}.accessControlAllowOriginList`,
  );
  const patterns = "accessControlAllowOriginListRegex";
  yield* eachIn(at(headers, patterns), `${path}.${patterns}`, function* (is, path) {
    // A pattern must hold fast to a name: to its end, and to dots that are dots.
    if (typeof is === "string" && !/^\^https?:\/\/.*[a-z0-9]\$$/i.test(is)) {
      yield { path, is, must };
    }
  });
  const custom = record(at(headers, "customResponseHeaders")) ?? {};
  for (const name of Object.keys(custom)) {
    if (isOriginHeader(name) && isLoose(custom[name])) {
      yield { path: join(`${path}.customResponseHeaders`, name), is: custom[name], must };
    }
  }
}

function* origins(value: unknown, path: string): Generator<Finding> {
  yield* eachIn(value, path, function* (is, path) {
    if (isLoose(is)) yield { path, is, must };
  });
}

function isOriginHeader(name: unknown): boolean {
  return typeof name === "string" && name.toLowerCase() === "access-control-allow-origin";
}

/** `*`, a wildcard for a whole host, and `null`, which every sandboxed page has. */
function isLoose(origin: unknown): boolean {
  return (
    typeof origin === "string" &&
    origin.split(/[\s,]+/).some((one) => /^(?:https?:\/\/)?\*$|^null$/i.test(one))
  );
}
