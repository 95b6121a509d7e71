import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { explain } from "../../infra/config/explain.ts";
import { nearest } from "../../infra/config/nearest.ts";
import { waivers as schema } from "../../infra/config/schema/waivers.ts";
import { Unusable } from "../../infra/preview/failure.ts";
import { rules } from "../rules/index.ts";
import type { Waiver } from "../waivers.ts";
import { parseDocuments } from "../yaml.ts";

/**
 * The waivers of a file, in the shape in which a stack's configuration has them.
 *
 * @throws Unusable with everything that is wrong with it.
 */
export function readWaivers(file: string): readonly Waiver[] {
  const { documents, faults } = parseDocuments(readFile(file));
  const [fault] = faults;
  if (fault) throw new Unusable(`${file}:${fault.line}: ${fault.message}`);
  const value = documents[0]?.value ?? {};
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => explain("waivers", value, issue));
    const lines = problems.map(
      ({ key, message }) => `${file}: ${key.replace(/^\w+:/, "")} ${message}`,
    );
    throw new Unusable(lines.join("\n"));
  }
  const waivers: Waiver[] = Object.values(parsed.data);
  for (const { rule } of waivers) {
    if (!rules.some(({ name }) => name === rule))
      throw new Unusable(`${file}: ${unknownRule(rule)}`);
  }
  return waivers;
}

export function unknownRule(name: string): string {
  const near = nearest(
    name,
    rules.map((rule) => rule.name),
  );
  const hint = near === undefined ? "npm run policies -- list names all" : `did you mean ${near}?`;
  return `there is no rule ${name}; ${hint}`;
}

function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Unusable(`--waivers: ${error instanceof Error ? error.message : String(error)}`);
  }
}
