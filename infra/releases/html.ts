import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DoraFigures } from "../../components/release/record/dora.ts";
import type { Listed } from "../../components/release/record/list.ts";
import type { Form, Table } from "./form.ts";
import { listTable } from "./markdown.ts";
import { figureRows } from "./words.ts";

/** Page with places for the title and the content. */
const TEMPLATE = join(import.meta.dirname, "page.html");

/** One record: one page that needs nothing else, and can be printed to be signed. */
export function renderForm({ title, tables, logs }: Form): string {
  const said = logs.map(
    ({ gate, lines }) =>
      `<details><summary>${escape(gate)}</summary><pre>${escape(lines.join("\n"))}</pre></details>`,
  );
  return page(title, [
    ...tables.map(section),
    ...(said.length > 0 ? [`<section><h2>Log</h2>${said.join("\n")}</section>`] : []),
  ]);
}

/** All of them, and the four figures. */
export function renderList(
  stack: string,
  records: readonly Listed[],
  figures: DoraFigures,
): string {
  return page(`Releases: ${stack}`, [
    section({ title: "DORA", columns: ["Figure", "Value"], rows: figureRows(figures) }),
    section(listTable(records)),
  ]);
}

function page(title: string, sections: readonly string[]): string {
  const content = `<h1>${escape(title)}</h1>\n${sections.join("\n")}`;
  return readFileSync(TEMPLATE, "utf8")
    .replace("TITLE", () => escape(title))
    .replace("<!-- content -->", () => content);
}

function section({ title, columns, rows }: Table): string {
  const head = columns.map((column) => `<th scope="col">${escape(column)}</th>`).join("");
  const body = rows
    .map(([first = "", ...rest]) => {
      const cells = rest.map((text) => `<td>${lines(text)}</td>`).join("");
      return `<tr><th scope="row">${lines(first)}</th>${cells}</tr>`;
    })
    .join("\n");
  return `<section><h2>${escape(title)}</h2>
<table><thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody></table></section>`;
}

function lines(text: string): string {
  return escape(text).replaceAll("\n", "<br>");
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
