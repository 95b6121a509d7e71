import { type CheckedItem, type Checklist, STATES, countStates } from "./checklist.ts";
import { KIND_WORDS, STATE_WORDS, deciderWord, href, waitingFor } from "./words.ts";

const SHOWN = 3;

/** Counts, and one table a section. */
export function renderMarkdown(checklist: Checklist, base: string): string {
  const { stack, version, date, items } = checklist;
  const counts = countStates(items);
  const states = STATES.filter((state) => counts[state] > 0).map(
    (state) => `| ${STATE_WORDS[state].label} | ${counts[state]} | ${STATE_WORDS[state].means} |`,
  );
  const waiting = waitingFor(items);
  const sections = [...Map.groupBy(items, ({ section }) => section)].map(([section, found]) =>
    [
      `## ${section}`,
      [
        "| Item | | State | Decided by |\n| --- | --- | --- | --- |",
        ...found.map((item) => row(item, base)),
      ].join("\n"),
    ].join("\n\n"),
  );
  return (
    [
      `# Production checklist: ${stack} ${version}`,
      `${items.length} items, as of ${date}.`,
      ["| State | Items | |\n| --- | --- | --- |", ...states].join("\n"),
      ...(waiting === "" ? [] : [waiting]),
      ...sections,
    ].join("\n\n") + "\n"
  );
}

function row({ id, item, state, kind, decisions }: CheckedItem, base: string): string {
  const names = decisions.slice(0, SHOWN).map((decision) => {
    const name = `${deciderWord(decision)} ${decision.name}`;
    return decision.source ? `[${name}](${href(base, decision.source)})` : name;
  });
  const more = decisions.length > SHOWN ? [`and ${decisions.length - SHOWN} more`] : [];
  const decided =
    decisions.length === 0 ? `_${KIND_WORDS[kind]}_` : [...names, ...more].join("<br>");
  const cells = [id, item, STATE_WORDS[state].label, decided];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("&lt;br>", "<br>")).join(" | ")} |`;
}
