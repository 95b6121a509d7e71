import type { Document } from "../record/document.ts";
import type { Observed } from "./observed.ts";
import type { Target } from "./target.ts";

/** The draft of an incident report, as Markdown: what is known is filled in, and the rest is asked for. */
export function incidentDraft(
  stack: string,
  document: Document,
  { undoes }: Pick<Target, "undoes">,
  { alerts, logs }: Observed,
): string {
  const { id, version, start, end, by, rollback, gates, issues, status } = document;
  const from = undoes
    ? `${undoes.version} (record ${undoes.id})`
    : "a release that nobody has recorded";
  const timeline = [
    ...(undoes?.gates ?? []).map(({ name, start, outcome }) => [
      start,
      `${undoes?.version ?? ""}: gate ${name} ${outcome}`,
    ]),
    [start, `Decision to go back to ${version}: ${rollback.what ?? ""}`],
    ...gates.map(({ name, start, outcome }) => [
      start,
      `Rollback: ${name} ${outcome === "holds" ? "done" : "FAILED"}`,
    ]),
    [end, `Rollback ended: ${status}`],
  ];
  return `${[
    `# Incident: ${stack} went back from ${undoes?.version ?? "an unrecorded release"} to ${version}`,
    `Draft of ${end}, record ${id}. Lines that begin with TODO are for people.`,
    "## Summary",
    list([
      `Reason: ${rollback.what ?? ""}`,
      `Went back from ${from} to ${version}`,
      `By: ${[by.git, by.cluster].filter(Boolean).join(", ")}`,
      `Outcome: ${status}`,
    ]),
    "TODO: who was affected, how, and for how long.",
    "## Timeline",
    [
      "| Time | What |",
      "| --- | --- |",
      ...timeline.map(([time = "", what = ""]) => `| ${time} | ${cell(what)} |`),
    ].join("\n"),
    "## Issues",
    list([...(undoes?.issues ?? []), ...issues]),
    "## Alerts when it was decided",
    list(alerts),
    "## Logs when it was decided",
    ...logs.map(({ pod, lines }) => [`### ${pod}`, "", "```text", ...lines, "```"].join("\n")),
    "## Post-mortem",
    list([
      "TODO: what the cause was, and why no gate has found it",
      "TODO: what went well, and what was luck",
      "TODO: what is done about it, by whom, until when",
    ]),
  ].join("\n\n")}\n`;
}

function list(texts: readonly string[]): string {
  return texts.map((text) => `- ${text.replaceAll("\n", "\n  ")}`).join("\n") || "None.";
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
