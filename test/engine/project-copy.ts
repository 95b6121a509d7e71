import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { root, stacks } from "../support/stacks.ts";

/** What a project is made of; what else lies about in a working tree is not the engine's. */
const PARTS: readonly string[] = [
  "Pulumi.yaml",
  ...stacks.map((stack) => `Pulumi.${stack}.yaml`),
  "package.json",
  "infra",
  "stacks",
  "components",
  "policies",
];

/** Copies the project, with the packages of this one. */
export function copyProject(folder: string): void {
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
}

/** Changes one setting of a stack, in a copy. */
export function configure(
  folder: string,
  stack: string,
  path: readonly string[],
  value: unknown,
): void {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const configuration = parseDocument(readFileSync(file, "utf8"));
  configuration.setIn(["config", ...path], value);
  writeFileSync(file, configuration.toString());
}
