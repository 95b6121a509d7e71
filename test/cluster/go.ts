import { spawn } from "node:child_process";

/**
 * Runs Go in a folder.
 *
 * @returns what it printed.
 * @throws Error with what it said when it fails.
 */
export async function go(args: readonly string[], cwd: string): Promise<string> {
  const child = spawn("go", args, {
    cwd,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (status !== 0) throw new Error(`go ${args.join(" ")} in ${cwd} failed:\n${stderr}`);
  return stdout;
}

/** Where Go keeps a module that the one of a folder requires. */
export async function moduleFolder(module: string, cwd: string): Promise<string> {
  await go(["mod", "download", module], cwd);
  return (await go(["list", "-m", "-f={{.Dir}}", module], cwd)).trim();
}
