import { enableCompileCache } from "node:module";
import { join } from "node:path";

// What is imported statically would be compiled before the cache is on.
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/compile"));
const { runCommand } = await import("../command-line.ts");
await runCommand(async () => {
  const { run } = await import("./command.ts");
  return run(process.argv.slice(2));
});
