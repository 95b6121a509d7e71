/** Keys and indices from an object to a field in it. */
export type Steps = readonly (string | number)[];

/** Says that a field, an element or an object is not there. */
export const GONE: unique symbol = Symbol("gone");

/** A change of one value: it is given {@link GONE} where there is none, and yields it to leave none. */
export type Change = (value: unknown) => unknown;

/**
 * The value with one field changed. All that is not on the way to the field is shared with the original, so that
 * thousands of variants of a big object cost little. What is missing on the way is made.
 */
export function changed(value: unknown, [first, ...rest]: Steps, change: Change): unknown {
  if (first === undefined) return change(value);
  if (Array.isArray(value)) {
    const inner = changed(own(value, first), rest, change);
    const elements: readonly unknown[] = value;
    const index = Number(first);
    return inner === GONE ? elements.toSpliced(index, 1) : elements.toSpliced(index, 1, inner);
  }
  const fields = isObject(value) ? value : {};
  const inner = changed(own(fields, first), rest, change);
  if (inner === GONE) {
    return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== String(first)));
  }
  return { ...fields, [first]: inner };
}

/** The value at a path, or {@link GONE}. */
export function valueAt(value: unknown, steps: Steps): unknown {
  return steps.reduce<unknown>(own, value);
}

/** A path as findings write it. */
export function written(steps: Steps): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === "number") return `${path}[${step}]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(step)) return `${path}[${JSON.stringify(step)}]`;
    return path === "" ? step : `${path}.${step}`;
  }, "");
}

/** Whether one of two written paths leads to the other's field or into it. */
export function related(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.startsWith(short) && (short === "" || /^(?:$|[.[])/.test(long.slice(short.length)));
}

const TEMPLATES: Readonly<Record<string, Steps>> = {
  Pod: [],
  Deployment: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/**
 * All paths in an object that a pattern stands for. `*` is every key or element, `+` the element after the last;
 * `pod` and `container` at the beginning are the pod template and each of its containers. Keys that hold dots are
 * quoted. The last step need not exist yet, the way to it must.
 */
export function expand(object: unknown, pattern: string): Steps[] {
  const [first = "", ...rest] = split(pattern);
  if (first !== "pod" && first !== "container") return follow(object, split(pattern));
  const kind = own(object, "kind");
  const template = typeof kind === "string" ? TEMPLATES[kind] : undefined;
  if (!template) return [];
  if (first === "pod") return follow(object, [...template, ...rest]);
  return ["initContainers", "containers"].flatMap((of) =>
    follow(object, [...template, "spec", of, "*", ...rest]),
  );
}

function split(pattern: string): string[] {
  return [...pattern.matchAll(/"([^"]+)"|[^.]+/g)].map(([step, quoted]) => quoted ?? step);
}

function follow(value: unknown, [first, ...rest]: Steps): Steps[] {
  if (first === undefined) return [[]];
  if (value === GONE) return [];
  const further = (step: string | number) =>
    follow(own(value, step), rest).map((way): Steps => [step, ...way]);
  if (first === "*") return keys(value).flatMap(further);
  if (Array.isArray(value)) return first === "+" ? further(value.length) : further(Number(first));
  return isObject(value) ? further(first) : [];
}

/** Indices of a list, keys of an object, and nothing of anything else. */
export function keys(value: unknown): (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()];
  return isObject(value) ? Object.keys(value) : [];
}

function own(value: unknown, step: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, step)
    ? (value as Record<string | number, unknown>)[step]
    : GONE;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
