import { runCommand } from "../command-line.ts";

await runCommand(async () => {
  const { run } = await import("./command.ts");
  return run(process.argv.slice(2));
});
