import { CORE_SCHEMA, Type, YAMLException, loadAll, types } from "js-yaml";
import { UNUSUAL, readBlock } from "./yaml-block.ts";

/** One document of a file, or one that cannot be read. */
export interface Document {
  /** From 1, empty ones counted. */
  readonly number: number;
  /** Line of its first content, from 1. */
  readonly line: number;
  readonly text: string;
  /** Line of the text's start, from 1. */
  readonly start: number;
  readonly value: unknown;
}

export interface Documents {
  readonly documents: readonly Document[];
  readonly faults: readonly { readonly line: number; readonly message: string }[];
}

/**
 * Words and numbers as the API server's clients read them, which is YAML 1.1: `hostNetwork: yes` is true there, and a
 * stricter reader would let it pass as a word.
 */
const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const INTEGER = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|0|[1-9][0-9_]*)$/;

const schema = CORE_SCHEMA.extend({
  implicit: [
    new Type("tag:yaml.org,2002:bool", {
      kind: "scalar",
      resolve: (text) => text !== null && text.length <= 5 && (TRUE.test(text) || FALSE.test(text)),
      construct: (text) => TRUE.test(text),
    }),
    new Type("tag:yaml.org,2002:int", {
      kind: "scalar",
      resolve: (text) => text !== null && INTEGER.test(text),
      construct: integer,
    }),
    types.merge,
  ],
  explicit: [types.binary],
});

function integer(text: string): number {
  if (/^-?(?:0|[1-9]\d*)$/.test(text)) return Number(text);
  const plain = text.replaceAll("_", "").replace(/^\+/, "");
  const [, sign = "", digits = ""] = /^(-?)(.*)$/.exec(plain) ?? [];
  const octal = /^0o?([0-7]+)$/.exec(digits)?.[1];
  const value = octal === undefined ? Number(digits) : parseInt(octal, 8);
  return sign === "-" ? -value : value;
}

/** The documents of a YAML or JSON text. What cannot be read is told with its line, and hides no other document. */
export function parseDocuments(text: string): Documents {
  if (/^\s*[{[]/.test(text)) {
    try {
      const value: unknown = JSON.parse(text);
      return { documents: [{ number: 1, line: 1, text, start: 1, value }], faults: [] };
    } catch {
      // Flow style of YAML begins like JSON: the reader below knows both.
    }
  }
  const documents: Document[] = [];
  const faults: Documents["faults"][number][] = [];
  let number = 0;
  for (const { text: part, start } of parts(text)) {
    number += 1;
    const line = start + emptyLines(part);
    try {
      for (const value of valuesOf(part)) {
        const fault = sharing(part, value) ?? oddKey(part, value);
        if (fault === undefined) documents.push({ number, line, text: part, start, value });
        else faults.push({ line, message: fault });
      }
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      faults.push({ line: start + (error.mark?.line ?? 0), message: error.reason });
    }
  }
  return { documents, faults };
}

function valuesOf(part: string): unknown[] {
  const value = readBlock(part, wordOf);
  return value === UNUSUAL ? loadAll(part, null, { schema }) : [value];
}

/** What a word without quotes stands for. */
function wordOf(word: string): unknown {
  if (TRUE.test(word)) return true;
  if (FALSE.test(word)) return false;
  return INTEGER.test(word) ? integer(word) : loadAll(word, null, { schema })[0];
}

/** What is wrong with a document that has more than a word for a key, as a template has whose braces are not filled. */
function oddKey(text: string, value: unknown): string | undefined {
  if (!text.includes("{{") && !text.includes("? ")) return undefined;
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== "object" || next === null) continue;
    if (Object.hasOwn(next, "[object Object]")) return "a key is not a word";
    for (const inner of Object.values(next)) left.push(inner);
  }
  return undefined;
}

/** The text of each document. Three dashes at the start of a line are nothing else, whatever is around them. */
function* parts(text: string): Generator<{ readonly text: string; readonly start: number }> {
  let from = 0;
  let start = 1;
  for (const { index } of text.matchAll(/^---(?![^\s])/gm)) {
    const part = text.slice(from, index);
    // Before the first marker there are comments and directives, or a document without one.
    if (from > 0 || /^[^#%\s]/m.test(part)) yield { text: part, start };
    start += newlines(part);
    from = index;
  }
  yield { text: text.slice(from), start };
}

function newlines(text: string): number {
  let count = 0;
  for (let index = text.indexOf("\n"); index >= 0; index = text.indexOf("\n", index + 1)) count++;
  return count;
}

/** Number of lines before the first content. */
function emptyLines(text: string): number {
  const leading = /^(?:(?:---)?[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(text)?.[0] ?? "";
  return leading.length === text.length ? 0 : newlines(leading);
}

/** Values that a document may have once every alias is written out. */
const MOST_VALUES = 1_000_000;

/** What is wrong with a document whose aliases make a cycle, or more of it than anybody could mean. */
function sharing(text: string, value: unknown): string | undefined {
  if (!text.includes("*") || !text.includes("&")) return undefined;
  let values = 0;
  const within = new Set<unknown>();
  const walk = (node: unknown): string | undefined => {
    if (typeof node !== "object" || node === null) return undefined;
    if (within.has(node)) return "an alias refers to what contains it";
    within.add(node);
    for (const inner of Object.values(node)) {
      values += 1;
      const fault =
        values > MOST_VALUES
          ? `its aliases stand for more than ${MOST_VALUES} values`
          : walk(inner);
      if (fault !== undefined) return fault;
    }
    within.delete(node);
    return undefined;
  };
  return walk(value);
}
