import { spawn } from "node:child_process";

/** How a command is run. */
export interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** What a command printed and how it ended. */
export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Somewhere to run commands to their end. */
export interface Runner {
  /** @throws Error with what it printed when it fails. */
  run(command: readonly string[], options?: Options): Promise<string>;
  /** The same, whatever comes of it. */
  try(command: readonly string[], options?: Options): Promise<Result>;
}

/** This machine, as it is. */
export const machine: Runner = {
  async run(command, options) {
    const { status, stdout, stderr } = await machine.try(command, options);
    if (status !== 0) throw new Error(`${command.join(" ")} failed: ${stderr || stdout}`);
    return stdout;
  },

  async try([file = "", ...args], { env, input = "" } = {}) {
    const child = spawn(file, args, { stdio: "pipe", env });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    // A command that ends without reading its input is its own affair.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return { status, stdout, stderr };
  },
};
