import { enableCompileCache } from "node:module";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

// What is imported statically would be compiled before the cache is on.
enableCompileCache(join(root, "node_modules/.cache/compile"));
const { main } = await import("./command.ts");
await main(process.argv.slice(2), root);
