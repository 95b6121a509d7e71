import { spawn } from "node:child_process";

/** As much of what a command has printed as an error says. */
const LAST_LINES = 20;

/**
 * Runs a command to its end, without input.
 *
 * @throws Error with the last that it printed when it fails.
 */
export async function execute(
  [file = "", ...args]: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    printed += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (status === 0) return stdout;
  const last = printed.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
  throw new Error(`${file} failed (${status}):\n${last}`);
}
