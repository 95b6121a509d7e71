import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { deferUnused } from "./sdk/defer.ts";

const ROOT = join(import.meta.dirname, "..");

/** A command of the project: what it is given, and where the project is. */
type Run = (line: readonly string[], root: string) => Promise<number>;

/**
 * Runs a command as a process of its own.
 *
 * @param load imports it: what is imported statically would be compiled before the cache is on.
 */
export async function start(load: () => Promise<{ readonly run: Run }>): Promise<void> {
  // As in infra/preview/main.ts: so short a run gains nothing from optimized code, and Node may hang on it.
  setFlagsFromString("--no-opt");
  setFlagsFromString("--no-maglev");
  enableCompileCache(join(ROOT, "node_modules/.cache/compile"));
  deferUnused();
  const { runCommand } = await import("./command-line.ts");
  await runCommand(async () => (await load()).run(process.argv.slice(2), ROOT));
}
