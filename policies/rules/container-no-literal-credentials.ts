import { credentialIn } from "../credentials.ts";
import { deployment } from "../examples.ts";
import { at, list } from "../graph.ts";
import { each, eachIn } from "../each.ts";
import { handlersOf } from "../pods.ts";
import type { Finding, Rule } from "../rule.ts";
import { join } from "../unknown.ts";

const MUST = "come from a file of a mounted Secret";
const env = (name: string, value: string) => deployment({ container: { env: [{ name, value }] } });

export const containerNoLiteralCredentials: Rule = {
  name: "container-no-literal-credentials",
  title: "No credential is written into environment variables, commands, arguments or probes.",
  why: "Whoever may read the object, the repository or the process list has it, and it cannot be changed without a release.",
  severity: "critical",
  checklist: ["sec.4"],
  standards: {
    nsa: true,
    kubeLinter: ["env-var-secret"],
    polaris: ["sensitiveContainerEnvVar"],
    kubescape: ["C-0012"],
  },
  fix: "Take it out of the program and replace it, since it is known now; mount the new one as a file, and pass the path.",
  examples: {
    compliant: [
      env("DATABASE_PASSWORD_FILE", "/run/taskflow/database/password"),
      env("DATABASE_PASSWORD", "/run/taskflow/database/password"),
      env("TOKEN_LIFETIME", "3600"),
      env("DATABASE_URL", "postgres://taskflow@postgres/taskflow?sslmode=verify-full"),
      deployment({ container: { args: ["--password-file", "/run/taskflow/password"] } }),
      deployment({ container: { command: ["sh", "-c", 'PGPASSWORD="$(cat /run/pw)" psql'] } }),
    ],
    violating: [
      env("DATABASE_PASSWORD", "correct horse"),
      env("DATABASE_URL", "postgres://taskflow:horse@postgres/taskflow"),
      env("SETTINGS", "c2Vj9mV0Q1dlcnR6dWlvcGFzZGZnaGpr4"),
      deployment({ container: { args: ["--api-key=horse"] } }),
      deployment({ container: { args: ["--password", "horse"] } }),
      deployment({ container: { command: ["sh", "-c", "PGPASSWORD=horse psql"] } }),
      deployment({
        container: {
          livenessProbe: {
            httpGet: {
              port: 8080,
              httpHeaders: [{ name: "Authorization", value: "Basic aG9yc2U6aG9yc2U=" }],
            },
          },
        },
      }),
    ],
  },
  looksAt: "container",
  *check(container) {
    const { value, path } = container;
    yield* each(["env", "command", "args", "handlers"], function* (part) {
      if (part === "handlers") {
        yield* each(handlersOf(container), function* (handler) {
          yield* inHandler(handler.read(), handler.path);
        });
      } else if (part === "env") {
        yield* named(at(value, "env"), `${path}.env`);
      } else {
        yield* inWords(at(value, part), `${path}.${part}`);
      }
    });
  },
};

function* inHandler(handler: unknown, path: string): Generator<Finding> {
  yield* each(["exec", "httpGet"], function* (action) {
    if (action === "exec") {
      yield* inWords(at(handler, action, "command"), `${path}.exec.command`);
    } else {
      yield* named(at(handler, action, "httpHeaders"), `${path}.httpGet.httpHeaders`);
    }
  });
}

/** Lists of `name` and `value`: variables and headers. */
function* named(pairs: unknown, path: string): Generator<Finding> {
  yield* eachIn(pairs, path, function* (pair, path) {
    const value = at(pair, "value");
    if (typeof value !== "string") return;
    const is = credentialIn(value, text(at(pair, "name")));
    if (is !== undefined) yield { path: `${path}.value`, is, must: MUST };
  });
}

/** Commands and arguments: `--name=value`, `--name value`, and assignments in a line of a shell. */
function* inWords(value: unknown, path: string): Generator<Finding> {
  const words = list(value);
  yield* each(words.keys(), function* (index) {
    const word = words[index];
    if (typeof word !== "string") return;
    const before = index > 0 && !word.startsWith("-") ? words[index - 1] : undefined;
    const option = /^--?([\w.-]{1,200})$/.exec(text(before))?.[1];
    const is = credentialIn(word, option) ?? inAssignments(word);
    if (is !== undefined) yield { path: join(path, index), is, must: MUST };
  });
}

const ASSIGNMENT = /(?:^|[\s;&|"'(])-{0,2}([A-Za-z_][\w.-]{0,100})=("[^"]*"|'[^']*'|[^\s;"')]+)/g;

function inAssignments(line: string): string | undefined {
  for (const [, name, value = ""] of line.slice(0, 2_000_000).matchAll(ASSIGNMENT)) {
    const is = credentialIn(value, name);
    if (is !== undefined) return is;
  }
  return undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
