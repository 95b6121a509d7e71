import { escape } from "../html.ts";
import type { Answer } from "./answer.ts";
import { plot } from "./plot.ts";
import type { Report } from "./report.ts";
import { columnsOf, nothingOf, rowsOf } from "./summary.ts";
import { shown } from "./units.ts";

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1c2128; }
section { display: grid; grid-template-columns: repeat(auto-fill, minmax(24rem, 1fr)); gap: 1.5rem; }
h1, h2 { line-height: 1.2; } h3 { margin: 0; } small { color: #57606a; font-weight: normal; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #d0d7de; }
td:not(:first-child), th:not(:first-child) { text-align: right; }
tr.beyond td { color: #b42318; font-weight: 600; }
svg { width: 100%; font: 11px system-ui, sans-serif; } polyline { stroke-width: 1.5; }
line.limit { stroke: #b42318; stroke-dasharray: 4 3; }
`;

/** The review as one page that needs nothing else. */
export function renderHtml({ stack, window, at, version, releases, topics }: Report): string {
  const title = escape(`Review of ${stack}, ${window}`);
  const records = releases
    .map((each) => `<li>${escape(`${each.at}: ${each.version}, ${each.status}`)}</li>`)
    .join("");
  const sections = topics.map(
    ({ title, answers, asked = [] }) => `<h2>${escape(title)}</h2>
<section>${answers.map(article).join("\n")}</section>
<ul>${asked.map(({ item, what }) => `<li>${escape(`${item}: ${what}`)}</li>`).join("")}</ul>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>${escape(`${version}, as of ${at}.`)}</p>
<ul>${records}</ul>
${sections.join("\n")}
</html>
`;
}

function article(answer: Answer): string {
  const { item, title, limit, unit, kind } = answer;
  const until = limit === undefined ? "" : `, at most ${shown(limit, unit)}`;
  const rows = rowsOf(answer);
  const heading = `<h3>${escape(title)} <small>${escape(item + until)}</small></h3>`;
  if (rows.length === 0) return `<article>${heading}<p>${escape(nothingOf(answer))}</p></article>`;
  const head = ["", ...columnsOf(answer)].map((cell) => `<th>${escape(cell)}</th>`).join("");
  const body = rows.map(
    ({ name, values, beyond }) =>
      `<tr${beyond ? ' class="beyond"' : ""}>${[name, ...values].map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`,
  );
  return `<article>${heading}
${kind === "series" ? plot(answer) : ""}
<table><tr>${head}</tr>${body.join("")}</table></article>`;
}
