/**
 * Prints how many seconds the rules take of a preview of production: to import them, and to ask each once, with
 * nothing warmed up.
 */
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { deferUnused } from "../../infra/sdk/defer.ts";

const root = join(import.meta.dirname, "../..");
const stack = "production";

// As infra/preview/main.ts does.
setFlagsFromString("--no-opt");
setFlagsFromString("--no-maglev");
enableCompileCache(join(root, "node_modules/.cache/compile"));
deferUnused();

const start = performance.now();
// Before everything else that imports some of it.
await import("../../policies/judge.ts");
await import("../../policies/rules/index.ts");
const imported = performance.now();

const { parseConfig, readStackFile } = await import("../../infra/config/index.ts");
const { runProgram } = await import("../../infra/preview/engine/index.ts");
const { program } = await import("../../infra/program.ts");
const { verdict } = await import("../../infra/verdict.ts");
const { config, secretKeys } = readStackFile(root, stack);
const surroundings = { project: "taskflow", stack, root, config, secretKeys: [...secretKeys] };
const { declared } = await runProgram(program, { ...surroundings, log: () => undefined });
const parsed = parseConfig(config, secretKeys);
if (!parsed.ok) throw new Error("the configuration of production is refused");

const asked = performance.now();
verdict(parsed.config, declared);
const answered = performance.now();
const share = { importing: (imported - start) / 1000, asking: (answered - asked) / 1000 };
process.stdout.write(JSON.stringify(share), () => {
  // What the SDK leaves open would hold the process for no use.
  process.exit();
});
