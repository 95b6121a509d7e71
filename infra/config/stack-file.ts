import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { nearest } from "./nearest.ts";
import type { RawConfig } from "./parse.ts";
import { NAMESPACE, type Problem } from "./problem.ts";

/** What stands for a value that is encrypted in the file. */
const ENCRYPTED = "[secret]";

/** A stack's configuration as the engine would hand it to the program, but without the values of secrets. */
export interface StackFile {
  readonly config: RawConfig;
  /** Keys whose values are encrypted. */
  readonly secretKeys: ReadonlySet<string>;
  /** What keeps the files from being read; the values themselves are judged by `parseConfig`. */
  readonly problems: readonly Problem[];
}

/** Reads `Pulumi.<stack>.yaml` and the defaults of `Pulumi.yaml`. Nothing is decrypted. */
export function readStackFile(root: string, stack: string): StackFile {
  const problems: Problem[] = [];
  const config: Record<string, string> = {};
  const secretKeys = new Set<string>();
  for (const [key, value] of configEntries(root, stackFileName(stack), problems)) {
    if (!key.includes(":")) {
      problems.push(withoutNamespace(key));
      continue;
    }
    if (containsSecret(value)) secretKeys.add(key);
    config[key] = asText(value);
  }
  for (const [name, declaration] of configEntries(root, "Pulumi.yaml", problems)) {
    const key = name.includes(":") ? name : `${NAMESPACE}:${name}`;
    const { default: fallback, value = fallback } = isRecord(declaration) ? declaration : {};
    if (!Object.hasOwn(config, key) && value !== undefined) config[key] = asText(value);
  }
  return { config, secretKeys, problems };
}

/** A stack is also addressed as organization/project/stack; its file is named after the last part. */
function stackFileName(stack: string): string {
  return `Pulumi.${stack.slice(stack.lastIndexOf("/") + 1)}.yaml`;
}

function configEntries(root: string, file: string, problems: Problem[]): [string, unknown][] {
  let content: unknown;
  try {
    content = parse(readFileSync(join(root, file), "utf8"));
  } catch (error) {
    problems.push(unreadable(root, file, error));
    return [];
  }
  const config = isRecord(content) ? (content["config"] ?? {}) : undefined;
  if (isRecord(config)) return Object.entries(config);
  problems.push({
    key: file,
    message: "must have a group named config",
    example: exampleOf(file),
  });
  return [];
}

/** The least that a file has. Nothing laxer than what its name says: examples are pasted. */
function exampleOf(file: string): string {
  const environment =
    ["production", "staging", "local"].find((each) => file === `Pulumi.${each}.yaml`) ??
    "production";
  return `config:\n  ${NAMESPACE}:environment: ${environment}`;
}

function unreadable(root: string, file: string, error: unknown): Problem {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) {
    const message = `cannot be read: ${error instanceof Error ? error.message.trimEnd() : String(error)}`;
    return { key: file, message, example: exampleOf(file) };
  }
  const stacks = stackNames(root);
  const wanted = file.slice("Pulumi.".length, -".yaml".length);
  const example = nearest(wanted, stacks) ?? stacks[0] ?? "production";
  const message = `does not exist; there are stacks ${stacks.join(", ") || "of no name"}`;
  return { key: file, message, example: `--stack ${example}` };
}

/** Names of the stacks that have a file. */
export function stackNames(root: string): readonly string[] {
  return readdirSync(root)
    .flatMap((file) => /^Pulumi\.([^.]+(?:\.[^.]+)*)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

function withoutNamespace(key: string): Problem {
  return {
    key,
    message: "has no namespace; keys of this project begin with taskflow:",
    example: `${NAMESPACE}:${key}`,
  };
}

/** The engine marks an encrypted value as a group with the one field `secure`. */
function isEncrypted(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

function containsSecret(value: unknown): boolean {
  if (isEncrypted(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(containsSecret);
}

/** Words and numbers as they are, everything else as JSON: what the engine does. */
function asText(value: unknown): string {
  if (isEncrypted(value)) return ENCRYPTED;
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_key, inner: unknown) => (isEncrypted(inner) ? ENCRYPTED : inner));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
