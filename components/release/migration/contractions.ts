import type { Column, Schema, Table } from "./schema.ts";

/**
 * What would break the release that still serves, one sentence each. It knows nothing of the new schema: what it reads
 * must still be there, and what it writes must still be taken. Such changes belong into the release after the one that
 * no longer needs the old form.
 */
export function contractions(before: Schema, after: Schema): string[] {
  return [
    ...before.tables.flatMap((table) => {
      const now = after.tables.find(({ name }) => name === table.name);
      return now ? inTable(table, now) : [`Table ${table.name} is gone.`];
    }),
    ...inObjects(before.objects, after.objects),
  ];
}

function inTable(before: Table, after: Table): string[] {
  const { name } = before;
  const columnsNow = new Map(after.columns.map((column) => [column.name, column]));
  const columnsBefore = new Set(before.columns.map((column) => column.name));
  return [
    ...before.columns.flatMap((column) => inColumn(name, column, columnsNow.get(column.name))),
    ...after.columns
      .filter((column) => !columnsBefore.has(column.name) && column.required && !column.filled)
      .map((column) => `Column ${name}.${column.name} is new, required, and has no default.`),
    ...after.constraints
      .filter(
        ({ name, definition, columns }) =>
          !before.constraints.some((b) => b.name === name && b.definition === definition) &&
          // On new columns alone, it cannot refuse what is written without them.
          (columns.length === 0 || columns.some((column) => columnsBefore.has(column))),
      )
      .map((constraint) => `Table ${name} has a new constraint: ${constraint.definition}.`),
    ...before.rights
      .filter((right) => !after.rights.includes(right))
      .map((right) => `Rights on table ${name} have changed: ${right} is gone.`),
    ...(after.rowSecurity && !before.rowSecurity
      ? [`Row security of table ${name} is new, and hides rows from who sets no tenant.`]
      : []),
  ];
}

function inColumn(table: string, before: Column, after: Column | undefined): string[] {
  const name = `${table}.${before.name}`;
  if (!after) return [`Column ${name} is gone.`];
  return [
    ...(after.type === before.type
      ? []
      : [`Column ${name} is ${after.type} instead of ${before.type}.`]),
    ...(after.required && !before.required ? [`Column ${name} has become required.`] : []),
    ...(after.required && before.filled && !after.filled
      ? [`Column ${name} is required, and has its default no longer.`]
      : []),
  ];
}

/** An index is nobody's contract, and a sequence that somebody reads is its column's default. */
const UNSEEN = /^(?:index|sequence|extension) /;

function inObjects(before: Schema["objects"], after: Schema["objects"]): string[] {
  return Object.keys(before)
    .filter((object) => !UNSEEN.test(object))
    .flatMap((object) => {
      const now = after[object];
      if (now === undefined) return [`The ${object} is gone.`];
      return now === before[object] ? [] : [`The ${object} has changed.`];
    });
}
