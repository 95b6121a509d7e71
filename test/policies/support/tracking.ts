import type { Steps } from "./fields.ts";

/** What is read of an object, or looked for in it. */
export interface Reads {
  /** Each field by its path. */
  readonly paths: Map<string, Steps>;
  /** How often anything was read. */
  count: number;
}

/** The same object, but what is read of it, or looked for in vain, is written down for as long as `watching` says. */
export function tracked<T>(value: T, reads: Reads, watching: () => boolean, steps: Steps = []): T {
  if (typeof value !== "object" || value === null) return value;
  const note = (key: string | symbol) => {
    if (!watching()) return;
    reads.count++;
    if (typeof key === "symbol" || (Array.isArray(value) && !/^\d+$/.test(key))) return;
    const read = [...steps, Array.isArray(value) ? Number(key) : key];
    reads.paths.set(JSON.stringify(read), read);
  };
  return new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key);
      const own = Object.hasOwn(target, key);
      if (own || !(key in target)) note(key);
      return own && typeof key !== "symbol"
        ? tracked(inner, reads, watching, [...steps, Array.isArray(target) ? Number(key) : key])
        : inner;
    },
    has(target, key) {
      note(key);
      return Reflect.has(target, key);
    },
    getOwnPropertyDescriptor(target, key) {
      note(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    ownKeys(target) {
      // Who asks for all keys may read any.
      for (const key of Object.keys(target)) note(key);
      return Reflect.ownKeys(target);
    },
  });
}
