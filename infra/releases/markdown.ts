import type { DoraFigures } from "../../components/release/record/dora.ts";
import type { Listed } from "../../components/release/record/list.ts";
import type { Form, Table } from "./form.ts";
import { STATUS_WORDS, duration, figureRows, instant, secondsOf } from "./words.ts";

/** One record. */
export function renderForm({ title, tables, logs }: Form): string {
  return `${[
    `# ${title}`,
    ...tables.flatMap((each) => [`## ${each.title}`, table(each)]),
    ...(logs.length > 0 ? ["## Log"] : []),
    ...logs.map(({ gate, lines }) =>
      ["```text", ...lines.map((line) => `${gate}: ${line}`), "```"].join("\n"),
    ),
  ].join("\n\n")}\n`;
}

/** All of them, and the four figures. */
export function renderList(
  stack: string,
  records: readonly Listed[],
  figures: DoraFigures,
): string {
  return `${[
    `# Releases: ${stack}`,
    table(listTable(records)),
    "## DORA",
    table({ title: "", columns: ["Figure", "Value"], rows: figureRows(figures) }),
  ].join("\n\n")}\n`;
}

/** One row a record, the newest first. */
export function listTable(records: readonly Listed[]): Table {
  return {
    title: "Records",
    columns: ["Record", "Kind", "Version", "Start", "Duration", "Status", "Rollback"],
    rows: records
      .toReversed()
      .map((record) => [
        record.id,
        record.kind,
        record.version,
        instant(record.start),
        duration(secondsOf(record)),
        STATUS_WORDS[record.status],
        record.rollback.required ? "Yes" : "No",
      ]),
  };
}

function table({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", "<br>");
}
