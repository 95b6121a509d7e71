import { text } from "node:stream/consumers";
import { gates } from "./index.ts";
import { runGate } from "./run.ts";

process.exitCode = await runGate(gates, process.argv[2], {
  input: () => text(process.stdin),
  output: (result) => process.stdout.write(result),
  errors: (line) => process.stderr.write(line),
});
