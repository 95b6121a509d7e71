import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escape } from "../html.ts";
import { type CheckedItem, type Checklist, STATES, type State, countStates } from "./checklist.ts";
import type { Decision } from "./decision.ts";
import { KINDS } from "./items.ts";
import { KIND_WORDS, STATE_WORDS, deciderWord, href, waitingFor } from "./words.ts";

/** Page with places for the title and the content. */
const TEMPLATE = join(import.meta.dirname, "page.html");

/** From this many on, what decides an item is folded. */
const FOLD_FROM = 6;

/** One page that needs nothing else: no file, no network, and no script to be read. */
export function renderHtml(checklist: Checklist, base: string): string {
  const { stack, version } = checklist;
  const parts: Readonly<Record<string, string>> = {
    title: escape(`Production checklist: ${stack} ${version}`),
    header: header(checklist),
    filters: filters(checklist),
    content: [...Map.groupBy(checklist.items, ({ section }) => section)]
      .map(([title, items], index) => section(title, items, index, base))
      .join("\n"),
  };
  return readFileSync(TEMPLATE, "utf8").replace(
    /<!-- (\w+) -->|TITLE/g,
    (whole, name: string | undefined) => parts[name ?? "title"] ?? whole,
  );
}

function header({ stack, version, date, items }: Checklist): string {
  const counts = countStates(items);
  const present = ORDER.filter((state) => counts[state] > 0);
  const ready = counts.satisfied + counts.waived;
  const bar = present
    .map((state) => `<span class="${state}" style="flex-grow: ${counts[state]}"></span>`)
    .join("");
  const legend = present
    .map(
      (state) =>
        `<li class="${state}"><b>${counts[state]}</b> <span>${STATE_WORDS[state].label}</span><small>${escape(STATE_WORDS[state].means)}</small></li>`,
    )
    .join("");
  return `<p class="eyebrow">TaskFlow production checklist</p>
<h1>${escape(stack)} <span>${escape(version)}</span></h1>
<p class="lead">${verdict(counts, items.length, ready)}</p>
<div class="bar" aria-hidden="true">${bar}</div>
<ul class="legend">${legend}</ul>
<p class="note">As of ${escape(date)}, from what is declared; nothing was asked of a cluster. ${escape(waitingFor(items))}</p>`;
}

/** In the order of the bar: from done to not done. */
const ORDER: readonly State[] = [
  "satisfied",
  "waived",
  "advised",
  "undecided",
  "human",
  "open",
  "violated",
];

function verdict(counts: Readonly<Record<State, number>>, all: number, ready: number): string {
  const decided = `${ready} of ${all} items are decided by what this stack declares`;
  if (counts.violated > 0) {
    const violated = counts.violated === 1 ? "1 item is" : `${counts.violated} items are`;
    return `<strong>${violated} violated: the deploy is blocked.</strong> ${decided}.`;
  }
  const waived = counts.waived > 0 ? `, ${counts.waived} of them with a waiver` : "";
  return `<strong>Nothing is violated.</strong> ${decided}${waived}; ${counts.open} are open.`;
}

function filters({ items }: Checklist): string {
  const counts = countStates(items);
  const states = ORDER.filter((state) => counts[state] > 0)
    .map(
      (state) =>
        `<label class="chip ${state}"><input type="checkbox" name="state" value="${state}" checked> ${STATE_WORDS[state].label}</label>`,
    )
    .join("");
  const kinds = KINDS.map((kind) => `<option value="${kind}">${KIND_WORDS[kind]}</option>`).join(
    "",
  );
  return `<form id="filters" role="search" hidden>
<label class="search">Search <input type="search" name="text" placeholder="backup, mon.3, HorizontalPodAutoscaler" autocomplete="off"></label>
<label>Kind <select name="kind"><option value="">any</option>${kinds}</select></label>
<fieldset><legend>State</legend>${states}</fieldset>
<button type="button" id="unfold">Show all details</button>
<output id="found" aria-live="polite"></output>
</form>`;
}

function section(
  title: string,
  items: readonly CheckedItem[],
  index: number,
  base: string,
): string {
  const counts = countStates(items);
  const summary = STATES.filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${STATE_WORDS[state].label}`)
    .join(", ");
  const id = `section-${index + 1}`;
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escape(title)} <small>${summary}</small></h2>
<ul class="items">
${items.map((item) => row(item, base)).join("\n")}
</ul>
</section>`;
}

function row(item: CheckedItem, base: string): string {
  const { id, kind, state, requirement, decisions } = item;
  const first = decisions[0];
  const rest = decisions.length > 1 ? ` and ${decisions.length - 1} more` : "";
  const by = first ? `${deciderWord(first)} ${first.name}${rest}` : KIND_WORDS[kind];
  const open = state === "violated" ? " open" : "";
  return `<li id="${id}" data-state="${state}" data-kind="${kind}"><details${open}>
<summary><span class="state ${state}">${STATE_WORDS[state].label}</span><code>${id}</code><span class="item">${inline(item.item)}</span><span class="by">${escape(by)}</span></summary>
<div class="body">
<p><b>Asked for:</b> ${inline(requirement)} <span class="kind">(${KIND_WORDS[kind]})</span></p>
${decisions.length === 0 ? `<p>${escape(STATE_WORDS[state].means)}</p>` : decisionList(decisions, base)}
</div>
</details></li>`;
}

function decisionList(decisions: readonly Decision[], base: string): string {
  const lines = decisions.map((decision) => {
    const { name, source, standing, details } = decision;
    const label = source
      ? `<a href="${escape(href(base, source))}">${escape(name)}</a> <small>${escape(source.file)}:${source.line}</small>`
      : escape(name);
    const standings =
      standing === "holds" ? "" : ` <span class="state ${standing}">${standing}</span>`;
    const told = details.map((detail) => `<li>${escape(detail)}</li>`).join("");
    return `<li><span class="decider">${deciderWord(decision)}</span> ${label}${standings}${told && `<ul>${told}</ul>`}</li>`;
  });
  const list = (from: readonly string[]) => `<ul class="decisions">${from.join("")}</ul>`;
  if (lines.length <= FOLD_FROM) return list(lines);
  const shown = FOLD_FROM - 1;
  return `${list(lines.slice(0, shown))}<details class="more"><summary>${lines.length - shown} more</summary>${list(lines.slice(shown))}</details>`;
}

/** Text in which backticks mark code. */
function inline(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}
