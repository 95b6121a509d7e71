import { type CheckedItem, type Checklist, STATES, countStates } from "./checklist.ts";
import { KIND_WORDS, STATE_WORDS, waitingFor } from "./words.ts";

/** Styles a piece of text, or leaves it as it is where colour is not wanted. */
export type Paint = (style: "bold" | "dim" | "red" | "yellow" | "green", text: string) => string;

const STYLES = {
  violated: "red",
  open: "dim",
  undecided: "yellow",
  waived: "yellow",
  advised: "yellow",
  satisfied: "green",
  human: "dim",
} as const;

/** Names of what decides an item that are shown; the rest is counted. */
const SHOWN = 3;

/** The items by section, each with its state and what decides it. */
export function renderText(checklist: Checklist, paint: Paint): string {
  const sections = [...Map.groupBy(checklist.items, ({ section }) => section)].map(
    ([section, items]) =>
      [paint("bold", section), ...items.flatMap((item) => [...lines(item, paint)])].join("\n"),
  );
  return `${[...sections, summary(checklist)].join("\n\n")}\n`;
}

function* lines(item: CheckedItem, paint: Paint): Generator<string> {
  const { id, state, kind, decisions } = item;
  const label = paint(STYLES[state], STATE_WORDS[state].label.padEnd(10));
  const nobody = decisions.length === 0 ? paint("dim", ` (${KIND_WORDS[kind]})`) : "";
  yield `  ${label} ${id.padEnd(13)} ${item.item}${nobody}`;
  const indent = " ".repeat(27);
  const names = decisions
    .slice(0, SHOWN)
    .map(
      ({ by, name, source }) => `${by} ${name}${source ? ` ${source.file}:${source.line}` : ""}`,
    );
  const more = decisions.length > SHOWN ? [`and ${decisions.length - SHOWN} more`] : [];
  for (const name of [...names, ...more]) yield indent + paint("dim", name);
  for (const { details } of decisions) yield* details.map((detail) => `${indent}${detail}`);
}

function summary(checklist: Checklist): string {
  const { stack, version, items } = checklist;
  const counts = countStates(items);
  const states = STATES.filter((state) => counts[state] > 0).map(
    (state) => `${counts[state]} ${STATE_WORDS[state].label}`,
  );
  const waiting = waitingFor(items);
  return [
    `${stack} ${version}: ${items.length} items: ${states.join(", ")}`,
    ...(waiting === "" ? [] : [waiting]),
  ].join("\n");
}
