import type * as z from "zod/mini";
import { nearest } from "./nearest.ts";
import {
  NAMESPACE,
  type Path,
  type Problem,
  howToRemove,
  howToSet,
  keyOf,
  problem,
  quote,
  shown,
} from "./problem.ts";
import { fields } from "./schema/index.ts";
import { fieldAt } from "./schema/outline.ts";
import { SECRET_NAMES } from "./schema/secrets.ts";

/** Namespaces of other programs' settings: they pass through to the engine and the providers. */
const FOREIGN = new Set(["pulumi", "kubernetes", "command", "random", "kubernetes-cert-manager"]);

const KNOWN: ReadonlySet<string> = new Set([...Object.keys(fields), ...SECRET_NAMES]);

/** Says for people what zod found in a group. */
export function explain(name: string, value: unknown, issue: z.core.$ZodIssue): Problem[] {
  const path = [name, ...issue.path.filter((part) => typeof part !== "symbol")];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownField([...path, key], value));
  }
  if (issue.code === "invalid_key") {
    const around = path.slice(0, -1);
    const [reason] = issue.issues;
    const message = `has a name that does not fit: it must be ${reason?.message ?? "another one"}`;
    const example = fieldAt(fields, around, value).field?.example;
    return [{ key: keyOf(path), message, example: howToSet(around, example) }];
  }
  const { field } = fieldAt(fields, path, value);
  // Of variants zod says which types there are, even where there is no group at all.
  const expected = field?.outline.kind === "variants" ? "a group of fields" : issue.message;
  const given = valueAt(value, path.slice(1));
  if (given === undefined && issue.code === "invalid_union") {
    const misspelled = misspelledBeside(path, value);
    if (misspelled) return [unknownField(misspelled, value)];
  }
  const found = given === undefined ? "missing" : shown(given);
  const message = `is ${found}; it must be ${expected}`;
  return [problem(path, message, field?.example)];
}

/** While it is open which variant a group is, its fields are not looked at; a misspelled `type` is why. */
function misspelledBeside(path: Path, value: unknown): Path | undefined {
  const around = path.slice(0, -1);
  const group = valueAt(value, around.slice(1));
  const name = Object.keys(group ?? {}).find((key) => nearest(key, [String(path.at(-1))]));
  return name === undefined ? undefined : [...around, name];
}

function unknownField(path: Path, value: unknown): Problem {
  const { siblings } = fieldAt(fields, path, value);
  const near = nearest(String(path.at(-1)), siblings);
  if (near === undefined) {
    const known = siblings.length > 0 ? `; known are ${siblings.join(", ")}` : "";
    return {
      key: keyOf(path),
      message: `is not a key of the configuration${known}`,
      example: howToRemove(path),
    };
  }
  const right = [...path.slice(0, -1), near];
  const { field } = fieldAt(fields, right, value);
  const given = valueAt(value, path.slice(1));
  const message = `is not a key of the configuration; the nearest one is ${keyOf(right)}`;
  return {
    key: keyOf(path),
    message,
    example: `${howToRemove(path)}\n${howToSet(right, given ?? field?.example)}`,
  };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, part)
        ? (at as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}

/** Keys that the program does not know, and those of a misspelled namespace. */
export function unknownKeys(keys: readonly string[]): Problem[] {
  return keys.flatMap((key) => {
    const colon = key.indexOf(":");
    const namespace = key.slice(0, Math.max(colon, 0));
    const name = key.slice(colon + 1);
    if (FOREIGN.has(namespace)) return [];
    if (namespace === NAMESPACE && KNOWN.has(name)) return [];
    if (namespace !== NAMESPACE && nearest(namespace, [NAMESPACE]) === undefined) return [];
    const near = nearest(name, KNOWN);
    const message =
      near === undefined
        ? `is not a key of the configuration; known are ${[...KNOWN].join(", ")}`
        : `is not a key of the configuration; the nearest one is ${NAMESPACE}:${near}`;
    return [{ key, message, example: `pulumi config rm ${quote(key)}` }];
  });
}
