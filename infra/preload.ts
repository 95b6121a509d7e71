import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Runs before the engine's language host, which loads the SDK before it loads the program (Pulumi.yaml: nodeargs), and
// has no compile cache of its own, and before the tests (.mocharc.json), which so run what an update does. What is
// imported statically would be compiled before the cache is on.
enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/compile"));

const { deferUnused } = await import("./sdk/defer.ts");
const { takeNoTraces } = await import("./sdk/traces.ts");
const { leaveOut } = await import("./sdk/stand-in.ts");

// It maps every stack trace through source maps, and the SDK takes one for each promise. Stripped types leave lines and
// columns as they are, so there is nothing to map.
leaveOut("source-map-support/register");
deferUnused();
takeNoTraces();
