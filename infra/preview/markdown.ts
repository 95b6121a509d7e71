import type { ResourceChange } from "./compare.ts";
import { componentDiagram, componentGraph } from "./diagram.ts";
import { changeLines, countChanges } from "./difference.ts";
import type { PreviewDocument } from "./document.ts";
import { type GateToPass, gateLines } from "./gates.ts";
import { title } from "./names.ts";
import { plural, renderCounts, renderTree } from "./text.ts";
import {
  place,
  standing,
  undecidedValues,
  verdictHeadline,
  violationsByPolicy,
} from "./verdicts.ts";

/** GitHub refuses a comment that is longer. It counts characters; bytes are never fewer. */
const MAX_BYTES = 65_536;

/** Longer lines are of no use in a comment, and some configuration is a single one. */
const MAX_LINE = 400;

export interface Comparison {
  /** Revision that is compared with, as it was given. */
  readonly ref: string;
  readonly commit: string;
  readonly changes: readonly ResourceChange[];
  /** What an update from there passes again. */
  readonly gates: readonly GateToPass[];
}

/** A comment for a pull request: what changes, the verdicts and how the components depend on each other. */
export function renderMarkdown(document: PreviewDocument, comparison?: Comparison): string {
  const { stack, summary, policies } = document;
  const size = `${plural(summary.resources, "resource")} in ${plural(summary.components, "component")}`;
  const head = [
    `### Preview of ${code(stack)}: ${comparison ? countChanges(comparison.changes) : size}`,
    "",
    comparison
      ? `Compared with ${code(comparison.ref)} (${comparison.commit.slice(0, 7)}); ${size} now.`
      : `Made by the ${document.engine} engine.`,
    "",
    `**${verdictHeadline(policies)}**`,
    "",
    "",
  ].join("\n");
  const diagram = diagramOf(document);
  const gates = comparison ? gateList(comparison) : "";

  // What a reviewer needs most comes first, and what is left of the limit is for the long list.
  let budget = MAX_BYTES - bytes(head) - bytes(gates) - bytes(diagram);
  const verdicts = verdictList(document, budget);
  budget -= bytes(verdicts);
  const list = comparison
    ? differenceList(comparison, stack, budget)
    : details(
        "Resources",
        fenced("", [
          ...cut(
            `${renderTree(document)}\n\n${renderCounts(document)}`.split("\n"),
            budget,
            note(stack),
          ),
        ]),
      );
  return head + verdicts + gates + list + diagram;
}

function gateList({ gates }: Comparison): string {
  const [headline = "", ...lines] = gateLines(gates);
  return lines.length === 0 ? `${headline}\n\n` : details(headline, fenced("", lines));
}

function diagramOf(document: PreviewDocument): string {
  // Boxes without an arrow would say less than the list of resources.
  if (componentGraph(document).edges.length === 0) return "";
  const lines = componentDiagram(document).trimEnd().split("\n");
  return details("How the components depend on each other", fenced("mermaid", lines));
}

/** Violations in the open; what somebody answers for, and what is not decided yet, folded. */
function verdictList({ policies, stack }: PreviewDocument, budget: number): string {
  const { violations, waived, undecided } = policies;
  const open = [...violationsByPolicy(violations)].flatMap(([policy, found]) => [
    `- ${standing(found[0])} ${code(policy)}`,
    ...found.map((violation) => `  - ${escape(violation.message)}<br>${code(place(violation))}`),
  ]);
  const excused = waived.map(({ waiver: { by, until, reason }, ...violation }) => {
    const who = escape(`${by}, until ${until}: ${reason}`);
    return `- ${code(violation.policy)}: ${who}<br>${code(place(violation))}`;
  });
  const waiting = undecidedValues(undecided).map((value) => `- ${code(value)}`);
  const fit = (lines: readonly string[], share: number) =>
    cut(lines, budget * share, `- ${note(stack)}`);
  return [
    ...(open.length > 0 ? [`${fit(open, 0.4).join("\n")}\n\n`] : []),
    ...(excused.length > 0 ? [details(`${excused.length} waived`, fit(excused, 0.1))] : []),
    ...(waiting.length > 0 ? [details("Decided by the update", fit(waiting, 0.1))] : []),
  ].join("");
}

function differenceList({ changes, ref }: Comparison, stack: string, budget: number): string {
  if (changes.length === 0) return "No resource changes.\n\n";
  const lines = changes.flatMap((change) =>
    changeLines(change).map(({ mark, depth, text }) => {
      const sign = mark === "~" ? "!" : mark;
      return `${sign} ${"  ".repeat(depth)}${text}`;
    }),
  );
  const summary = `Changes: ${changes
    .slice(0, 3)
    .map(({ resource }) => title(resource))
    .join(", ")}${changes.length > 3 ? ", …" : ""}`;
  return details(summary, fenced("diff", cut(lines, budget, note(stack, ref))));
}

function note(stack: string, ref?: string): string {
  const against = ref === undefined ? "" : ` --against ${ref}`;
  return `… more than a comment can hold: npm run preview -- --stack ${stack}${against}`;
}

/** As many lines as fit with what folding and fencing them takes, and the note when that is not all. */
function cut(lines: readonly string[], budget: number, instead: string): string[] {
  const kept: string[] = [];
  let left = budget - bytes(instead) - RESERVE;
  for (const line of lines) {
    const short = line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
    left -= bytes(short) + 1;
    if (left < 0) return [...kept, instead];
    kept.push(short);
  }
  return kept;
}

/** Room for the tags, the summary and the fences around a list. */
const RESERVE = 2000;

function details(summary: string, body: readonly string[]): string {
  return [
    `<details><summary>${escape(summary)}</summary>`,
    "",
    ...body,
    "",
    "</details>",
    "",
    "",
  ].join("\n");
}

/** A code block whose fence is longer than any in its content. */
function fenced(language: string, lines: readonly string[]): string[] {
  const fence = "`".repeat(longestRun(lines.join("\n"), 2) + 1);
  return [fence + language, ...lines, fence];
}

/** Inline code, which holds any text but line breaks. */
function code(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  const tick = "`".repeat(longestRun(flat, 0) + 1);
  const pad = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
  return tick + pad + flat + pad + tick;
}

function longestRun(text: string, atLeast: number): number {
  return Math.max(atLeast, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Text that is nothing but text: no markup, no tags, no mention of anybody and no link to an issue. */
function escape(text: string): string {
  return (
    text
      .replace(/\s+/g, " ")
      .replace(/[&<>\\`*_[\]|~]/g, (character) => `&#${character.charCodeAt(0)};`)
      // A comment between them breaks what GitHub would make a mention or a link of.
      .replace(/(?<!&)[@#](?=\w)/g, "$&<!-- -->")
      .replace(/\b(?:https?|www)(?=[:.])/g, "$&<!-- -->")
  );
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
