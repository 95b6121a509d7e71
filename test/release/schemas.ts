import type { Schema, Table } from "../../components/release/migration/schema.ts";

/** A table as the first release has it, changed as told. */
export function task(changes: Partial<Table> = {}): Table {
  return {
    name: "task",
    rowSecurity: true,
    forced: true,
    rights: ["taskflow_application=arwd/taskflow_migrator"],
    columns: [column("id", { filled: true }), column("title"), column("note", { required: false })],
    constraints: [
      { name: "task_pkey", kind: "p", columns: ["id"], definition: "PRIMARY KEY (id)" },
    ],
    ...changes,
  };
}

export function column(
  name: string,
  changes: Partial<Table["columns"][number]> = {},
): Table["columns"][number] {
  return { name, type: "text", required: true, filled: false, default: null, ...changes };
}

/** A schema with one table, at its first version. */
export function schema(changes: Partial<Schema> = {}): Schema {
  return {
    at: "2026-11-28T01:00:00+01:00",
    versions: ["0001_tasks"],
    tables: [task()],
    objects: { "index task_pkey": "a", "policy own on task": "b" },
    ...changes,
  };
}
