import { createHash } from "node:crypto";
import * as z from "zod/mini";

const column = z.object({
  name: z.string(),
  type: z.string(),
  /** NOT NULL. */
  required: z.boolean(),
  /** Whether a row that does not mention it gets a value. */
  filled: z.boolean(),
  default: z.nullable(z.string()),
});

const constraint = z.object({
  name: z.string(),
  /** As `pg_constraint.contype` has it: check, foreign key, primary key, unique, exclusion. */
  kind: z.enum(["c", "f", "p", "u", "x"]),
  columns: z.array(z.string()),
  definition: z.string(),
});

const table = z.object({
  /** Of the schema `public` alone, of any other with it. */
  name: z.string(),
  rowSecurity: z.boolean(),
  /** Whether row security binds the owner of the table too. */
  forced: z.boolean(),
  /** As `aclitem` writes them: `taskflow_application=arwd/taskflow_migrator`. */
  rights: z.array(z.string()),
  columns: z.array(column),
  constraints: z.array(constraint),
});

/** What the schema is at one moment: see `schema.sql`. */
export const schema = z.object({
  /** When it was read. */
  at: z.string(),
  /** What `schema_migrations` lists, in order. */
  versions: z.array(z.string()),
  tables: z.array(table),
  /** Digest of the definition of everything else, by kind and name. */
  objects: z.record(z.string(), z.string()),
});

export type Column = z.infer<typeof column>;
export type Table = z.infer<typeof table>;
export type Schema = z.infer<typeof schema>;

/** The newest version that `schema_migrations` lists; absent before the first migration. */
export function versionOf({ versions }: Schema): string | undefined {
  return versions.at(-1);
}

/** Names of its tables. */
export function tablesOf({ tables }: Schema): string[] {
  return tables.map(({ name }) => name);
}

/** Alike for two schemas exactly if everything in them is, whenever they were read. */
export function digestOf({ versions, tables, objects }: Schema): string {
  const text = JSON.stringify([versions, tables, Object.entries(objects).sort()]);
  return createHash("sha256").update(text).digest("hex");
}
