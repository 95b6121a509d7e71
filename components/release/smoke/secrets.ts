import type { Exchange } from "./exchange.ts";

/** A shorter one is in texts by chance. */
const MIN_LENGTH = 8;

/** What a mask looks like. */
export const MASK = "[redacted]";

interface Known {
  readonly name: string;
  /** The value, and what it becomes in JSON, URLs and headers. */
  readonly forms: readonly string[];
  /** The answer that a token is meant to be in. */
  readonly issuedBy: Exchange | undefined;
}

/** Values that nobody may see: looked for in what servers answer, and masked in what the run says. */
export class Secrets {
  readonly #known: Known[] = [];

  /** @throws Error when the value is too short to be looked for. */
  add(name: string, value: string, issuedBy?: Exchange): void {
    if (value.length < MIN_LENGTH) {
      throw new Error(`The ${name} has less than ${MIN_LENGTH} characters.`);
    }
    const forms = new Set([
      value,
      JSON.stringify(value).slice(1, -1),
      encodeURIComponent(value),
      Buffer.from(value).toString("base64"),
    ]);
    this.#known.push({ name, forms: [...forms], issuedBy });
  }

  /** Names of the secrets that an answer shows and should not. */
  shownBy(exchange: Exchange): string[] {
    const { answer } = exchange;
    if (!answer) return [];
    const text = `${JSON.stringify(answer.headers)}\n${answer.body}`;
    return this.#known
      .filter(
        ({ issuedBy, forms }) => issuedBy !== exchange && forms.some((form) => text.includes(form)),
      )
      .map(({ name }) => name);
  }

  /** The text with a mask in place of every secret. */
  mask(text: string): string {
    const forms = this.#known.flatMap((known) => known.forms);
    // A form may be part of another.
    return forms
      .sort((a, b) => b.length - a.length)
      .reduce((masked, form) => masked.replaceAll(form, MASK), text);
  }
}
