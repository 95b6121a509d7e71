import { Module, createRequire } from "node:module";

type Exports = Record<string | symbol, unknown>;
type Call = (...args: unknown[]) => unknown;

const require = createRequire(import.meta.url);

/** Resolves what the SDK depends on, which need not lie where we would find it. */
export const requireOfSdk = createRequire(require.resolve("@pulumi/pulumi"));

/** For a module whose exports are read at once but called by nobody: it is loaded by the first call. */
export function loadWhenCalled(id: string, names: readonly string[]): void {
  standIn(require.resolve(id), (load) =>
    Object.fromEntries(
      names.map((name) => [name, (...args: unknown[]) => (load()[name] as Call)(...args)]),
    ),
  );
}

/** For a module that is a namespace of another, of which nothing is read: it is loaded by the first look at it. */
export function loadWhenRead(
  id: string,
  /** What is there already, without loading it. */
  given: (load: () => Exports) => Exports = () => ({}),
): void {
  standIn(requireOfSdk.resolve(id), (load) => {
    const known: Exports = { __esModule: true, ...given(load) };
    return new Proxy(known, {
      get: (_target, key) => (Object.hasOwn(known, key) ? known[key] : load()[key]),
      has: (_target, key) => key in load(),
    });
  });
}

/** For a module that does nothing that we need, and is imported for what it does. */
export function leaveOut(id: string): void {
  standIn(requireOfSdk.resolve(id), () => ({}));
}

/** Puts other exports in the place of a module that is not loaded yet. One that is stays. */
function standIn(path: string, exportsOf: (load: () => Exports) => Exports): void {
  if (require.cache[path]?.loaded) return;
  let real: Exports | undefined;
  const load = () => {
    if (!real) {
      Reflect.deleteProperty(require.cache, path);
      real = require(path) as Exports;
    }
    return real;
  };
  const stand = new Module(path);
  Object.assign(stand, { filename: path, loaded: true, exports: exportsOf(load) });
  require.cache[path] = stand;
}
