// JavaScript, because this is read before the cache is on: for TypeScript Node would load its compiler each time, which
// is a quarter of starting up.
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import process from "node:process";

// What is imported statically would be compiled before the cache is on.
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/compile"));
const { runCommand } = await import("../../infra/command-line.ts");
await runCommand(async () => {
  const { run } = await import("./command.ts");
  return run(process.argv.slice(2));
});
