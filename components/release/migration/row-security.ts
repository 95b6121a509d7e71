import type { Schema } from "./schema.ts";

/** The tool's own book-keeping, which nobody's rows are in. */
const OWN_TABLE = "schema_migrations";

/**
 * What keeps tables from hiding the rows of other tenants, one sentence each. Whether a table has such rows cannot be
 * seen from outside, so every table has row security but those that somebody has named.
 */
export function rowSecurityProblems({ tables }: Schema, without: readonly string[]): string[] {
  return tables
    .filter(({ name }) => name !== OWN_TABLE && !without.includes(name))
    .flatMap(({ name, rowSecurity, forced }) => {
      if (!rowSecurity) return [`Table ${name} has no row security.`];
      return forced ? [] : [`Row security of table ${name} does not bind its owner.`];
    });
}
