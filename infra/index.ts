import { enableCompileCache } from "node:module";
import { join } from "node:path";

/** What the engine runs. */
export default async function program(): Promise<unknown> {
  // What is imported statically would be compiled before the cache is on.
  enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/compile"));
  const { gatedProgram } = await import("./gated-program.ts");
  return gatedProgram();
}
