import * as z from "zod/mini";
import { explain, unknownKeys } from "./explain.ts";
import {
  NAMESPACE,
  type Path,
  type Problem,
  howToRemove,
  howToSetSecret,
  keyOf,
  problem,
  shown,
} from "./problem.ts";
import { findings } from "./rules/index.ts";
import { type Schema, isOptional } from "./schema/fields.ts";
import { ENVIRONMENTS, type Settings, fields } from "./schema/index.ts";
import { SECRET_NAMES, type SecretName } from "./schema/secrets.ts";

/** Values as the engine hands them to a program: by key with namespace, groups as JSON. */
export type RawConfig = Readonly<Record<string, string>>;

export type Parsed =
  | { readonly ok: true; readonly config: Settings; readonly secrets: ReadonlySet<SecretName> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Names that would reach an object's prototype. None is worth the risk. */
const PROTOTYPE_NAMES = new Set(["__proto__", "constructor", "prototype"]);

/** Ids of the checklist that a stack has complied with once its configuration is accepted. */
export const CHECKLIST = ["conf.1"] as const;

/**
 * Checks everything and reports all that is wrong.
 *
 * @param secretKeys keys whose values are encrypted
 * @param stack name of the stack: one that is named as an environment must be of that environment
 */
export function parseConfig(
  raw: RawConfig,
  secretKeys: ReadonlySet<string>,
  stack?: string,
): Parsed {
  const found: Problem[][] = [unknownKeys(Object.keys(raw))];
  const secrets = new Set<SecretName>();
  for (const name of SECRET_NAMES) {
    const key = `${NAMESPACE}:${name}`;
    const plain = !secretKeys.has(key) && Object.hasOwn(raw, key) && raw[key] !== "";
    if (plain) found.push([plainSecret(name)]);
    // In plain text it is wrong, but not missing.
    if (plain || secretKeys.has(key)) secrets.add(name);
  }
  const groups: Record<string, unknown> = {};
  const invalid = new Set<string>();
  for (const [name, field] of Object.entries(fields)) {
    const key = `${NAMESPACE}:${name}`;
    const value = decode(Object.hasOwn(raw, key) ? raw[key] : undefined);
    const problems = secretKeys.has(key)
      ? [encryptedSetting(name)]
      : parseGroup(name, field.schema, value, groups);
    if (problems.length > 0) invalid.add(name);
    found.push(problems);
  }
  found.push(misnamed(groups["environment"], stack), findings(groups, invalid, secrets));
  const problems = found.flat();
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, config: freeze(groups as unknown as Settings), secrets };
}

/** Adds the group to the valid ones, or says what is wrong with it. */
function parseGroup(
  name: string,
  schema: Schema,
  value: unknown,
  valid: Record<string, unknown>,
): Problem[] {
  if (value === undefined && isOptional(schema)) return [];
  const hostile = hostileNames([name], value);
  if (hostile.length > 0) return hostile;
  const result = z.safeParse(schema, value);
  if (!result.success) return result.error.issues.flatMap((issue) => explain(name, value, issue));
  valid[name] = result.data;
  return [];
}

/** A group arrives as JSON, a word as itself. Nothing, and a group without fields, is a key that is not set. */
function decode(text: string | undefined): unknown {
  if (text === undefined || text === "" || text === "{}") return undefined;
  if (!/^([[{]|null$)/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A production that calls itself local would escape every rule. */
function misnamed(environment: unknown, stack: string | undefined): Problem[] {
  const name = ENVIRONMENTS.find((each) => each === stack?.slice(stack.lastIndexOf("/") + 1));
  if (environment === undefined || name === undefined || name === environment) return [];
  const message = `is ${shown(environment)}; a stack that is named ${name} must be of that environment`;
  return [problem(["environment"], message, name)];
}

/** Deeper than any setting, and shallower than what the stack holds. */
const DEEPEST = 16;

/** Names that no setting has, at any depth. */
function hostileNames(path: Path, value: unknown): Problem[] {
  if (typeof value !== "object" || value === null) return [];
  if (path.length > DEEPEST) {
    const message = "is nested deeper than any setting";
    return [{ key: keyOf(path), message, example: howToRemove(path) }];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (!PROTOTYPE_NAMES.has(key)) return hostileNames(here, inner);
    const message = "is a name that JavaScript keeps for itself; choose another one";
    return [{ key: keyOf(here), message, example: howToRemove(here) }];
  });
}

function plainSecret(name: SecretName): Problem {
  return {
    key: `${NAMESPACE}:${name}`,
    message:
      "is a secret in plain text; it must be encrypted, and a secret that was committed in plain text replaced",
    example: howToSetSecret(name),
  };
}

function encryptedSetting(name: string): Problem {
  return {
    key: `${NAMESPACE}:${name}`,
    message: `holds an encrypted value; settings are plain text, and each secret has a key of its own: ${SECRET_NAMES.join(", ")}`,
    example: howToRemove([name]),
  };
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
