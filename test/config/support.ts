import { join } from "node:path";
import { type Parsed, parseConfig } from "../../infra/config/parse.ts";
import type { Problem } from "../../infra/config/problem.ts";
import { type StackFile, readStackFile } from "../../infra/config/stack-file.ts";

export const ROOT = join(import.meta.dirname, "../..");

export type Path = readonly (string | number)[];

/** Stands for "not there". */
export const ABSENT = Symbol("absent");

/** A stack's configuration as plain values by key without namespace, and the names of its secrets. */
export interface Draft {
  readonly values: Readonly<Record<string, unknown>>;
  readonly secrets: readonly string[];
}

export function draft(stack: string): Draft {
  return draftOf(readStackFile(ROOT, stack));
}

function draftOf({ config, secretKeys }: StackFile): Draft {
  const values: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(config)) {
    if (secretKeys.has(key) || text === "") continue;
    values[key.slice(key.indexOf(":") + 1)] = /^[[{]/.test(text)
      ? (JSON.parse(text) as unknown)
      : text;
  }
  return { values, secrets: [...secretKeys].map((key) => key.slice(key.indexOf(":") + 1)) };
}

/** The draft with another value at a path; {@link ABSENT} takes what is there away. */
export function changed({ values, secrets }: Draft, path: Path, value: unknown): Draft {
  const copy = structuredClone(values) as Record<string | number, unknown>;
  let at = copy;
  for (const part of path.slice(0, -1)) {
    at[part] ??= {};
    at = at[part] as Record<string | number, unknown>;
  }
  const last = path.at(-1) ?? "";
  if (value === ABSENT) {
    if (Array.isArray(at)) at.splice(Number(last), 1);
    else Reflect.deleteProperty(at, last);
  } else {
    // `__proto__` too shall be a name like any other.
    Object.defineProperty(at, last, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return { values: copy, secrets };
}

export function withSecrets({ values, secrets }: Draft, ...names: readonly string[]): Draft {
  return { values, secrets: [...secrets, ...names] };
}

export function withoutSecrets({ values, secrets }: Draft, ...names: readonly string[]): Draft {
  return { values, secrets: secrets.filter((name) => !names.includes(name)) };
}

export function parsed({ values, secrets }: Draft, stack?: string): Parsed {
  const raw: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    raw[`taskflow:${name}`] = typeof value === "string" ? value : JSON.stringify(value);
  }
  for (const name of secrets) raw[`taskflow:${name}`] = "[secret]";
  return parseConfig(raw, new Set(secrets.map((name) => `taskflow:${name}`)), stack);
}

export function problemsOf(of: Draft, stack?: string): readonly Problem[] {
  const result = parsed(of, stack);
  return result.ok ? [] : result.problems;
}
