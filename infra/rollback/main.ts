import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";

const root = join(import.meta.dirname, "../..");

// As in infra/preview/main.ts: so short a run gains nothing from optimized code, and Node may hang on it.
setFlagsFromString("--no-opt");
setFlagsFromString("--no-maglev");

// What is imported statically would be compiled before the cache is on.
enableCompileCache(join(root, "node_modules/.cache/compile"));
const { runCommand } = await import("../command-line.ts");
await runCommand(async () => {
  const { run } = await import("./command.ts");
  return run(process.argv.slice(2), root);
});
