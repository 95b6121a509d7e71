import type { DoraFigures } from "../../components/release/record/dora.ts";
import type { Listed } from "../../components/release/record/list.ts";
import type { Form, Table } from "./form.ts";
import { listTable } from "./markdown.ts";
import { figureRows } from "./words.ts";

/** One record. */
export function renderForm({ title, tables }: Form): string {
  return `${[title, ...tables.map((each) => `${each.title}\n${indented(each)}`)].join("\n\n")}\n`;
}

/** All of them, and the four figures. */
export function renderList(records: readonly Listed[], figures: DoraFigures): string {
  const table = listTable(records);
  const rows = [table.columns, ...table.rows];
  const listed = records.length === 0 ? "Nothing is recorded yet." : aligned(rows).join("\n");
  return `${listed}\n\n${aligned(figureRows(figures)).join("\n")}\n`;
}

function indented({ rows }: Table): string {
  return aligned(rows)
    .map((line) => `  ${line}`)
    .join("\n");
}

/** Columns below each other; what has several lines goes on below itself. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(
      0,
      ...rows.flatMap((row) => (row[column] ?? "").split("\n").map(({ length }) => length)),
    ),
  );
  return rows.flatMap((row) => {
    const cells = row.map((text) => text.split("\n"));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, column) => (lines[line] ?? "").padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  });
}
