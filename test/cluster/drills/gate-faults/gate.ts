import { spawn } from "node:child_process";
import { join } from "node:path";
import { certificate } from "../../certificates.ts";
import type { Cluster } from "../../cluster.ts";

const PROGRAM = join(import.meta.dirname, "../../../../components/release/gates/main.ts");

/** How a gate has ended. */
export interface Ended {
  readonly status: number | null;
  /** Its result, as JSON. */
  readonly result: string;
  /** What it said, and why it stopped. */
  readonly said: string;
}

/** What is done when a gate says something. */
export interface Cue {
  readonly says: RegExp;
  /** Is given what kills the gate. */
  readonly act: (kill: () => void) => Promise<void>;
}

/** Kills a gate when it says something, as when the machine that runs it loses power. */
export function killedAt(says: RegExp): Cue {
  return {
    says,
    act: (kill) => {
      kill();
      return Promise.resolve();
    },
  };
}

/** Runs a gate as the engine does: a program that is handed its input. */
export async function runGate(
  cluster: Cluster,
  gate: string,
  input: unknown,
  cue?: Cue,
): Promise<Ended> {
  const [file = "", ...args] = cluster.sandbox.enter([process.execPath, PROGRAM, gate]);
  const env = {
    ...cluster.environment,
    // As a registry with an authority of its own is trusted.
    NODE_EXTRA_CA_CERTS: certificate("ca").cert,
  };
  // A group of its own, so that what enters the sandbox is killed together with what it has started there.
  const child = spawn(file, args, { stdio: "pipe", detached: true, env });
  const kill = () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  let result = "";
  let said = "";
  const acts: Promise<void>[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (result += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (cue && acts.length === 0 && cue.says.test(said)) acts.push(cue.act(kill));
  });
  child.stdin.end(JSON.stringify(input));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  await Promise.all(acts);
  if (cue && acts.length === 0) throw new Error(`${gate} never said ${String(cue.says)}:\n${said}`);
  return { status, result, said };
}
