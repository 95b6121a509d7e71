/** Text of an attestation as messages show it: quoted, on one line, short. */
export function quoted(text: string): string {
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
  // What JSON leaves as it is may still move a terminal's cursor or its reading direction.
  return shown.replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "?");
}

/** What an error says. */
export function messageOf(error: unknown): string {
  // A host of several addresses fails once for each of them, and nothing is said of them all.
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map((each) => messageOf(each)).join(", ");
  }
  return error instanceof Error ? error.message : String(error);
}

/** The same as the end of a sentence, whether it has a full stop itself or not. */
export function sentenceOf(error: unknown): string {
  return `${messageOf(error).replace(/\.$/, "")}.`;
}

/** At most three of them, and how many more there are. */
export function some(texts: readonly string[]): string {
  const rest = texts.length > 3 ? ` and ${texts.length - 3} more` : "";
  return texts.slice(0, 3).map(quoted).join(", ") + rest;
}

/** `1 test`, `2 tests`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
