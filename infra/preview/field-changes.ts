import { isRecord } from "./names.ts";

/** A field that differs. */
export interface FieldChange {
  /** Keys; an element of a list by its name, or by its position. */
  readonly path: readonly string[];
  /** Absent for an added field. */
  readonly before?: unknown;
  /** Absent for a removed field. */
  readonly after?: unknown;
}

/** What differs between two values of JSON. There is a change exactly where they are not the same. */
export function fieldChanges(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): FieldChange[] {
  if (Object.is(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys]
      .sort()
      .flatMap((key) => fieldChanges(own(before, key), own(after, key), [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return elementChanges(before, after, path);
  return [
    {
      path,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    },
  ];
}

/** For instance `spec.template["a.b/c"]`. */
export function pathText(path: readonly string[]): string {
  return path.reduce((text, key) => {
    if (key.startsWith("[")) return text + key;
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function elementChanges(
  before: readonly unknown[],
  after: readonly unknown[],
  path: readonly string[],
): FieldChange[] {
  const key = identifyingKey([...before, ...after]);
  const [old, renewed] = [byKey(before, key), byKey(after, key)];
  if (old && renewed && sameOrder(old, renewed)) {
    const names = new Set([...old.keys(), ...renewed.keys()]);
    return [...names].flatMap((name) =>
      fieldChanges(old.get(name), renewed.get(name), [...path, `[${name}]`]),
    );
  }
  return positionChanges(before, after, path);
}

/** The property that tells the elements of a list apart, as it does for Kubernetes itself. */
function identifyingKey(elements: readonly unknown[]): string | undefined {
  return ["name", "mountPath", "containerPort", "port", "topologyKey", "key", "type"].find((key) =>
    elements.every(
      (element) => isRecord(element) && ["string", "number"].includes(typeof element[key]),
    ),
  );
}

function byKey(
  elements: readonly unknown[],
  key: string | undefined,
): Map<string, unknown> | undefined {
  if (key === undefined) return undefined;
  const map = new Map(elements.filter(isRecord).map((element) => [String(element[key]), element]));
  return map.size === elements.length ? map : undefined;
}

/** Whether what both have is in the same order in both: that of init containers means something. */
function sameOrder(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): boolean {
  const old = [...before.keys()].filter((name) => after.has(name));
  const renewed = [...after.keys()].filter((name) => before.has(name));
  return old.every((name, index) => name === renewed[index]);
}

/** By position, after what is alike at both ends: an inserted element is one change, not one for each that follows. */
function positionChanges(
  before: readonly unknown[],
  after: readonly unknown[],
  path: readonly string[],
): FieldChange[] {
  const alike = (i: number, j: number) => fieldChanges(before[i], after[j]).length === 0;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && alike(head, head)) head++;
  let tail = 0;
  while (tail < shorter - head && alike(before.length - 1 - tail, after.length - 1 - tail)) tail++;
  const old = before.slice(head, before.length - tail);
  const renewed = after.slice(head, after.length - tail);
  return Array.from({ length: Math.max(old.length, renewed.length) }, (_, index) =>
    fieldChanges(old[index], renewed[index], [...path, `[${head + index}]`]),
  ).flat();
}
