/**
 * Index of the line in a document where the field at a path stands, or the nearest thing around it that is there.
 * Reads indentation only: it follows block style to its end, and stops where flow style or an alias begins.
 */
export function locate(text: string, path: string): number {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => isContent(line) && !line.startsWith("---"));
  let range = { line: Math.max(0, first), from: Math.max(0, first), to: lines.length };
  for (const key of keys(path)) {
    const next =
      typeof key === "number"
        ? itemAt(lines, range.from, range.to, key)
        : valueOf(lines, range.from, range.to, key);
    if (!next) break;
    range = next;
  }
  return range.line;
}

interface Range {
  /** Where the key or the item stands. */
  readonly line: number;
  /** What it contains. */
  readonly from: number;
  readonly to: number;
}

/** The steps of `spec.containers[0].resources.limits["nvidia.com/gpu"]`. */
function keys(path: string): (string | number)[] {
  return [...path.matchAll(/\.?([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)].map(
    ([, plain, index, quoted]) => {
      if (plain !== undefined) return plain;
      return index === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(index);
    },
  );
}

function valueOf(lines: readonly string[], from: number, to: number, key: string) {
  const indent = indentAt(lines, from, to);
  const line = find(lines, from, to, indent, (text) => keyOf(text) === key);
  if (line === undefined) return undefined;
  // A list may stand at the indentation of its key.
  const end = find(lines, line + 1, to, indent, (text) => !/^-(?:\s|$)/.test(text));
  return { line, from: line + 1, to: end ?? to } satisfies Range;
}

function itemAt(lines: string[], from: number, to: number, index: number): Range | undefined {
  const indent = indentAt(lines, from, to);
  let line: number | undefined = from - 1;
  for (let passed = -1; passed < index; passed++) {
    line = find(lines, line + 1, to, indent, (text) => /^-(?:\s|$)/.test(text));
    if (line === undefined) return undefined;
  }
  const end = find(lines, line + 1, to, indent, () => true) ?? to;
  // The rest of the line is the first of what the item contains.
  lines[line] = (lines[line] ?? "").replace("-", " ");
  return { line, from: line, to: end };
}

/** The first line at exactly this indentation that is looked for, before the first that is less indented. */
function find(
  lines: readonly string[],
  from: number,
  to: number,
  indent: number,
  matches: (text: string) => boolean,
): number | undefined {
  for (let index = from; index < to; index++) {
    const line = lines[index] ?? "";
    if (!isContent(line)) continue;
    const depth = indentOf(line);
    if (depth < indent) return matches("") ? index : undefined;
    if (depth === indent && matches(line.slice(indent))) return index;
  }
  return undefined;
}

function indentAt(lines: readonly string[], from: number, to: number): number {
  const first = lines.slice(from, to).find(isContent);
  return first === undefined ? 0 : indentOf(first);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isContent(line: string): boolean {
  return /^\s*[^\s#]/.test(line);
}

function keyOf(text: string): string | undefined {
  const [, plain, single, double] =
    /^(?:([^\s"'#{[&*!|>%@`-][^:#]*?|-[^\s:#][^:#]*?)|'((?:[^']|'')*)'|("(?:[^"\\]|\\.)*"))\s*:(?:\s|$)/.exec(
      text,
    ) ?? [];
  if (double !== undefined) return unquoted(double);
  return plain ?? single?.replaceAll("''", "'");
}

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    // An escape of YAML that JSON does not have.
    return undefined;
  }
}
