import type { Answer } from "./answer.ts";
import type { Report } from "./report.ts";
import { columnsOf, nothingOf, rowsOf } from "./summary.ts";
import { shown } from "./units.ts";

/** The review as tables. */
export function renderMarkdown({ stack, window, at, version, releases, topics }: Report): string {
  return (
    [
      `# Review of ${stack}, ${window}`,
      `${version}, as of ${at}.`,
      ...releases.map((each) => `- ${each.at}: ${each.version}, ${each.status}`),
      ...topics.flatMap(({ title, answers, asked = [] }) => [
        `## ${title}`,
        ...answers.map(answer),
        ...asked.map(({ item, what }) => `- [ ] ${item}: ${what}`),
      ]),
    ].join("\n\n") + "\n"
  );
}

function answer(given: Answer): string {
  const { item, title, limit, unit } = given;
  const until = limit === undefined ? "" : `, at most ${shown(limit, unit)}`;
  const rows = rowsOf(given);
  const heading = `### ${title} (${item})${until}`;
  if (rows.length === 0) return `${heading}\n\n${nothingOf(given)}`;
  const columns = ["", ...columnsOf(given)];
  return [
    `${heading}\n`,
    `| ${columns.join(" | ")} |`,
    `|${" --- |".repeat(columns.length)}`,
    ...rows.map(({ name, values, beyond }) =>
      row([name, ...values.map((value) => (beyond ? `**${value}**` : value))]),
    ),
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("<", "&lt;")).join(" | ")} |`;
}
