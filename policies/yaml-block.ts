/**
 * The YAML that programs write: block style, words and numbers on one line, keys without quotes. Nearly every manifest
 * is of it, and it can be read many times as fast as all of YAML. Whoever calls this has a reader for the rest.
 */

/** Tells that a text is something else, and may be anything: nothing is wrong with it yet. */
export const UNUSUAL = new Error("unusual");

/** Deeper ones are for the other reader, which has limits. */
const DEEPEST = 50;

const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;
const COLON = 0x3a;

/** What a word means that is neither quoted nor certainly a string. */
type Resolve = (word: string) => unknown;

/** The value of one document, or that it is unusual. */
export function readBlock(text: string, resolve: Resolve): unknown {
  if (/[^\n\x20-\x7e\xa0-\ud7ff]/.test(text)) return UNUSUAL;
  try {
    return new Reader(text, resolve).document();
  } catch (error) {
    if (error !== UNUSUAL) throw error;
    return UNUSUAL;
  }
}

class Reader {
  readonly #lines: readonly string[];
  readonly #resolve: Resolve;
  /** The line that is read next, and where its content begins; -1 after the last. */
  #at = -1;
  #indent = 0;
  #depth = 0;

  constructor(text: string, resolve: Resolve) {
    this.#lines = text.split("\n");
    this.#resolve = resolve;
    if (this.#lines[0] === "---") this.#at = 0;
  }

  document(): unknown {
    this.#next();
    if (this.#indent !== 0) throw UNUSUAL;
    const value = this.#mapping(0);
    if (this.#at < this.#lines.length) throw UNUSUAL;
    return value;
  }

  /** Goes to the next line that has content. */
  #next(): void {
    for (;;) {
      const line = this.#lines[++this.#at];
      if (line === undefined) {
        this.#indent = -1;
        return;
      }
      const indent = indentOf(line);
      if (indent === line.length || line.charCodeAt(indent) === HASH) continue;
      this.#indent = indent;
      return;
    }
  }

  /** The line may begin with the dash of a list: the mapping begins where its first key does. */
  #mapping(indent: number): Record<string, unknown> {
    if (++this.#depth > DEEPEST) throw UNUSUAL;
    const mapping: Record<string, unknown> = {};
    while (this.#indent === indent) {
      const line = this.#line();
      const end = keyEnd(line, indent);
      if (end < 0) throw UNUSUAL;
      const key = line.slice(indent, end);
      // What is set twice is wrong, and the other reader says so. "y" is a truth, and named by it.
      if (isSpecial(key) || Object.hasOwn(mapping, key)) throw UNUSUAL;
      const start = indentOf(line, end + 1);
      mapping[key] = start < line.length ? this.#inline(line, start, indent) : this.#below(indent);
    }
    if (this.#indent > indent) throw UNUSUAL;
    this.#depth--;
    return mapping;
  }

  #list(indent: number): unknown[] {
    if (++this.#depth > DEEPEST) throw UNUSUAL;
    const list: unknown[] = [];
    while (this.#indent === indent && isItem(this.#line(), indent)) {
      const line = this.#line();
      const start = indentOf(line, indent + 1);
      if (start === line.length || isItem(line, start)) throw UNUSUAL;
      if (keyEnd(line, start) < 0) {
        list.push(this.#inline(line, start, indent));
      } else {
        this.#indent = start;
        list.push(this.#mapping(start));
      }
    }
    if (this.#indent > indent) throw UNUSUAL;
    this.#depth--;
    return list;
  }

  /** The value of a key that has the rest of its line empty. */
  #below(indent: number): unknown {
    this.#next();
    // A list may stand where its key does.
    if (this.#indent >= indent && isItem(this.#line(), this.#indent)) {
      return this.#list(this.#indent);
    }
    return this.#indent > indent ? this.#mapping(this.#indent) : null;
  }

  #inline(line: string, start: number, indent: number): unknown {
    const first = line[start] ?? "";
    if (first === "|") return this.#literal(line.slice(start), indent);
    this.#next();
    const word = start === 0 ? line : line.slice(start);
    if (first === '"' || first === "'") return unquoted(word, first);
    if (word === "{}") return {};
    if (word === "[]") return [];
    if (/^(?:[&*!>%@`?,[\]{}#|=<]|---|\.\.\.|- |-$)|: |:$| #| $/.test(word)) throw UNUSUAL;
    return isString(word) ? word : this.#resolve(word);
  }

  /** Text as it stands, below the line that announces it. */
  #literal(announced: string, outer: number): string {
    if (announced !== "|" && announced !== "|-") throw UNUSUAL;
    const indent = indentOf(this.#lines[this.#at + 1] ?? "");
    const first = this.#at + 1;
    if (indent <= outer || this.#lines[first]?.length === indent) throw UNUSUAL;
    let end = first;
    const lines: string[] = [];
    for (let at = first; at < this.#lines.length; at++) {
      const line = this.#lines[at] ?? "";
      const depth = indentOf(line);
      if (depth < indent && depth < line.length) break;
      lines.push(line.slice(indent));
      // Empty lines at the end do not count, but one of spaces alone may.
      if (depth < line.length) end = at + 1;
      else if (line.length > indent) throw UNUSUAL;
    }
    this.#at = end - 1;
    this.#next();
    const text = lines.slice(0, end - first).join("\n");
    return announced === "|" ? `${text}\n` : text;
  }

  #line(): string {
    return this.#lines[this.#at] ?? "";
  }
}

function indentOf(line: string, from = 0): number {
  let at = from;
  while (line.charCodeAt(at) === SPACE) at++;
  return at;
}

/** Whether an item of a list begins there. */
function isItem(line: string, at: number): boolean {
  return (
    line.charCodeAt(at) === DASH && (at + 1 === line.length || line.charCodeAt(at + 1) === SPACE)
  );
}

/** Where the colon is after a key that begins there and needs no quotes, or -1. */
function keyEnd(line: string, from: number): number {
  if (!isLetter(line.charCodeAt(from))) return -1;
  let at = from + 1;
  while (isPlain(line.charCodeAt(at))) at++;
  const ends = at + 1 === line.length || line.charCodeAt(at + 1) === SPACE;
  return line.charCodeAt(at) === COLON && ends ? at : -1;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** Letters, digits, `_`, `-`, `.` and `/`. */
function isPlain(code: number): boolean {
  return isLetter(code) || (code >= 0x2d && code <= 0x39) || code === 0x5f;
}

/** Whether a word that begins with a letter may be a truth, or nothing. None is longer. */
function isSpecial(word: string): boolean {
  return word.length <= 5 && /^(?:[yntfo]|null|yes|no|true|false|on|off)$/i.test(word);
}

/** Whether a word is certainly no number, truth or nothing. */
function isString(word: string): boolean {
  return isLetter(word.charCodeAt(0)) ? !isSpecial(word) : /[^0-9a-fA-Fxo_.+iInN~-]/.test(word);
}

function unquoted(word: string, quote: string): string {
  const inner = word.slice(1, -1);
  if (word.length < 2 || !word.endsWith(quote)) throw UNUSUAL;
  if (quote === '"') {
    if (/["\\]/.test(inner)) throw UNUSUAL;
    return inner;
  }
  if (!inner.includes("'")) return inner;
  if (!/^(?:[^']|'')*$/.test(inner)) throw UNUSUAL;
  return inner.replaceAll("''", "'");
}
