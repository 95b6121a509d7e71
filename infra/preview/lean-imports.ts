import { registerHooks } from "node:module";

/**
 * What the SDK imports to serialize functions for dynamic providers: a compiler and a reader of package trees, a
 * quarter of its start-up. No program that can be previewed here serializes one.
 */
const UNUSED = new Set(["@npmcli/arborist", "typescript"]);

/** Gives the SDK empty modules in place of those, in this process. */
export function leaveOutUnused(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!UNUSED.has(specifier) || !context.parentURL?.includes("/@pulumi/pulumi/")) {
        return nextResolve(specifier, context);
      }
      return { url: `unused:${specifier}`, format: "commonjs", shortCircuit: true };
    },
    load(url, context, nextLoad) {
      if (!url.startsWith("unused:")) return nextLoad(url, context);
      return { format: "commonjs", source: "", shortCircuit: true };
    },
  });
}
