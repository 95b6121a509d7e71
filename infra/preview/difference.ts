import { OMIT_HEADERS, createTwoFilesPatch } from "diff";
import type { Alteration, ResourceChange } from "./compare.ts";
import { type FieldChange, pathText } from "./field-changes.ts";
import { toYaml } from "./files.ts";
import { isRecord, title, titleOfUrn } from "./names.ts";
import { type Paint, inline, plain } from "./text.ts";

/** One line of a difference. */
export interface Line {
  /** Added, removed, changed, or there for orientation. */
  readonly mark: "+" | "-" | "~" | " ";
  readonly depth: number;
  readonly text: string;
}

/** Of a new resource or field, so many lines say what it is; `--out` has them all. */
const SHOWN_LINES = 40;

/** Longer values are shown as YAML, over several lines. */
const INLINE_WIDTH = 100;

/** One resource and what becomes of it. */
export function changeLines(change: ResourceChange): Line[] {
  if (change.kind === "added") {
    const { custom, inputs } = change.resource;
    return [
      { mark: "+", depth: 0, text: title(change.resource) },
      ...(custom ? valueLines("+", inputs, 1) : []),
    ];
  }
  if (change.kind === "removed") {
    const { protect, retainOnDelete } = change.resource.options;
    const note = protect
      ? " (protected: the update will refuse)"
      : retainOnDelete
        ? " (retained: no longer managed)"
        : "";
    return [{ mark: "-", depth: 0, text: title(change.resource) + note }];
  }
  return [
    { mark: "~", depth: 0, text: title(change.resource) + notes(change) },
    ...change.fields.flatMap((field) => fieldLines(field)),
  ];
}

/** The difference for a terminal. */
export function renderDifference(changes: readonly ResourceChange[], paint: Paint = plain): string {
  const styles = { "+": "green", "-": "red", "~": "yellow", " ": "dim" } as const;
  return changes
    .flatMap(changeLines)
    .map(({ mark, depth, text }) => paint(styles[mark], `${"  ".repeat(depth)}${mark} ${text}`))
    .join("\n");
}

/** For instance `2 added, 1 changed, 0 replaced, 0 removed`. */
export function countChanges(changes: readonly ResourceChange[]): string {
  return (["added", "changed", "replaced", "removed"] as const)
    .map((kind) => `${changes.filter((change) => change.kind === kind).length} ${kind}`)
    .join(", ");
}

function notes(change: Alteration): string {
  const parts = [
    ...(change.kind === "replaced"
      ? [`replaced: ${change.deletesFirst ? "the old one is deleted first" : "the new one first"}`]
      : []),
    ...(change.rollsWith.length > 0 ? [`rolls with ${change.rollsWith.join(", ")}`] : []),
    ...(change.formerly === undefined ? [] : [`formerly ${titleOfUrn(change.formerly)}`]),
  ];
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

function fieldLines({ path, before, after }: FieldChange): Line[] {
  const name = pathText(path);
  if (before === undefined) return namedValue("+", name, after);
  if (after === undefined) return namedValue("-", name, before);
  if (typeof before === "string" && typeof after === "string") {
    const [old, renewed] = [readable(before), readable(after)];
    if (old.includes("\n") || renewed.includes("\n")) {
      return [{ mark: "~", depth: 1, text: `${name}:` }, ...textLines(old, renewed)];
    }
  }
  const [old, renewed] = [inline(before), inline(after)];
  if (old.length + renewed.length <= INLINE_WIDTH) {
    return [{ mark: "~", depth: 1, text: `${name}: ${old} → ${renewed}` }];
  }
  return [...namedValue("-", name, before), ...namedValue("+", name, after)];
}

function namedValue(mark: "+" | "-", name: string, value: unknown): Line[] {
  const short = inline(value);
  if (short.length <= INLINE_WIDTH) return [{ mark, depth: 1, text: `${name}: ${short}` }];
  return [{ mark, depth: 1, text: `${name}:` }, ...valueLines(mark, value, 2)];
}

function valueLines(mark: "+" | "-", value: unknown, depth: number): Line[] {
  const structured = typeof value === "string" ? readable(value) : toYaml(value);
  const lines = structured.trimEnd().split("\n");
  const shown = lines.slice(0, SHOWN_LINES).map((text) => ({ mark, depth, text }));
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, { mark, depth, text: `… ${more} more lines` }] : shown;
}

function textLines(before: string, after: string): Line[] {
  const patch = createTwoFilesPatch("", "", before, after, undefined, undefined, {
    context: 3,
    headerOptions: OMIT_HEADERS,
  });
  return patch
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("\\"))
    .map((line) => {
      const mark = line[0] === "+" || line[0] === "-" ? line[0] : " ";
      return { mark, depth: 2, text: line.startsWith("@@") ? line : line.slice(1) };
    });
}

/** JSON on one line, such as a dashboard, is compared as a person would lay it out. */
function readable(text: string): string {
  if (!/^\s*[[{]/.test(text) || text.length <= INLINE_WIDTH) return text;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) || isRecord(value) ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}
