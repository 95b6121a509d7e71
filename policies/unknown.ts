/** Thrown by the touch of a value that only the update will know. */
export class UnknownTouched extends Error {
  /** Where the value is: `spec.template.spec.containers[0].image`. */
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not known yet`);
    this.name = "UnknownTouched";
    this.path = path;
  }
}

/** Stands for a value that only the update will know. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/**
 * The same object, but whoever reads an unknown value throws {@link UnknownTouched} instead of mistaking it for
 * something else. Asking which keys there are is no touch.
 */
export function guarded<T>(value: T, path = ""): T {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key);
      if (typeof key === "symbol" || (Array.isArray(target) && key === "length")) return inner;
      const at = join(path, key, Array.isArray(target));
      if (inner === UNKNOWN) throw new UnknownTouched(at);
      // Array methods work on the proxy itself, so they are not wrapped.
      return typeof inner === "object" && inner !== null && Object.hasOwn(target, key)
        ? guarded(inner, at)
        : inner;
    },
  });
}

/** Whether there is an unknown value anywhere in it. */
export function holdsUnknown(value: unknown): boolean {
  // No recursion: nobody knows how deep an object is.
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (next === UNKNOWN) return true;
    if (typeof next !== "object" || next === null) continue;
    for (const inner of Object.values(next)) left.push(inner);
  }
  return false;
}

/** A path one step further. */
export function join(path: string, key: string | number, index = typeof key === "number"): string {
  if (index) return `${path}[${key}]`;
  const plain = /^[A-Za-z_$][\w$-]*$/.test(String(key));
  if (!plain) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? String(key) : `${path}.${key}`;
}
