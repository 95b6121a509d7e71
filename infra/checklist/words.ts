import type { SourcePosition } from "../../policies/graph.ts";
import type { CheckedItem, State } from "./checklist.ts";
import type { Decider, Decision } from "./decision.ts";
import type { Kind } from "./items.ts";

/** What a state means, for whoever reads a report. */
export const STATE_WORDS: Readonly<
  Record<State, { readonly label: string; readonly means: string }>
> = {
  violated: { label: "violated", means: "A mandatory rule is not complied with." },
  open: { label: "open", means: "Nothing that is declared decides it yet." },
  undecided: { label: "undecided", means: "The update decides, when it knows the values." },
  waived: { label: "waived", means: "An exception that somebody answers for covers it." },
  advised: { label: "advised", means: "This stack need not comply, and does not." },
  satisfied: { label: "satisfied", means: "What is declared decides it, and complies." },
  human: { label: "for people", means: "People do it, after the release." },
};

/** How items of a kind are decided. */
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  blocked: "blocked by policy",
  declared: "declared",
  watched: "watched by alerts and reviews",
  written: "written down",
  evidence: "evidence of the release",
  gated: "gate of the release",
  human: "done by people",
};

const DECIDER_WORDS: Readonly<Record<Decider, string>> = {
  rule: "rule",
  configuration: "configuration",
  resource: "resource",
  alert: "alert",
  document: "document",
  gate: "gate",
  command: "command",
  review: "review",
};

export function deciderWord({ by }: Decision): string {
  return DECIDER_WORDS[by];
}

const MISSING: Readonly<Record<Kind, string>> = {
  blocked: "a rule",
  declared: "a resource",
  watched: "an alert or a review",
  written: "a document",
  evidence: "evidence of the release",
  gated: "a gate of the release",
  human: "people",
};

/** What open items wait for: `The open ones wait for a gate of the release (78), …`. Empty when none is open. */
export function waitingFor(items: readonly CheckedItem[]): string {
  const open = items.filter(({ state }) => state === "open");
  const counts = [...Map.groupBy(open, ({ kind }) => kind)]
    .map(([kind, { length }]) => ({ kind, length }))
    .sort((a, b) => b.length - a.length)
    .map(({ kind, length }) => `${MISSING[kind]} (${length})`);
  return counts.length === 0 ? "" : `The open ones wait for ${counts.join(", ")}.`;
}

/** Where a line is, below a base. */
export function href(base: string, { file, line }: SourcePosition): string {
  return `${base}${file}#L${line}`;
}
