import { type Schema, versionOf } from "./schema.ts";

/** What is another in two schemas, by name, in a few words each. */
export function changesBetween(before: Schema, after: Schema): string[] {
  const from = parts(before);
  const to = parts(after);
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((name) => from.get(name) !== to.get(name))
    .map((name) => {
      if (!to.has(name)) return `${name} is gone`;
      return from.has(name) ? `${name} is another` : `${name} is new`;
    });
}

function parts(schema: Schema): Map<string, string> {
  return new Map([
    ["version", versionOf(schema) ?? "none"],
    ...schema.tables.map((table) => [`table ${table.name}`, JSON.stringify(table)] as const),
    ...Object.entries(schema.objects),
  ]);
}
