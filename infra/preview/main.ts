import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { loadGrpcWhenUsed } from "../sdk/grpc.ts";
import { deferUnused } from "../sdk/defer.ts";

const root = join(import.meta.dirname, "../..");

// Node may wait for ever, when it exits, for a thread that optimizes code and wants memory (nodejs/node#54918). So
// short a run gains nothing from optimized code.
setFlagsFromString("--no-opt");
setFlagsFromString("--no-maglev");

// What is imported statically would be compiled before the cache is on.
enableCompileCache(join(root, "node_modules/.cache/compile"));
deferUnused();
loadGrpcWhenUsed();
const { main } = await import("./command.ts");
await main(process.argv.slice(2), root);
