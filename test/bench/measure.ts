import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** A command line to measure, as a whole process. */
export interface Command {
  readonly label: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** How it ends when it has found what it looks for: no failure. */
  readonly found?: number;
}

export interface Figures {
  readonly label: string;
  /** One wall time a round, from the start to the end of the process. */
  readonly seconds: readonly number[];
  /** Peak resident memory in MiB, all processes of the command together; absent where there is no /proc. */
  readonly memory?: number;
}

const MEMORY_ROUNDS = 2;
const MEMORY_INTERVAL_MS = 5;

/**
 * Measures commands in alternation. Memory is read in rounds of its own that come first, since reading it costs time
 * and since the first run of a command fills caches.
 */
export async function measure(
  commands: readonly Command[],
  rounds: number,
  say: (message: string) => void,
): Promise<Figures[]> {
  const series = commands.map((command) => ({
    command,
    seconds: [] as number[],
    memory: [] as number[],
  }));
  for (let round = 1; round <= MEMORY_ROUNDS; round++) {
    say(`memory, round ${round} of ${MEMORY_ROUNDS}`);
    for (const { command, memory } of series) {
      const { peak } = await run(command, { watchMemory: true });
      if (peak > 0) memory.push(peak);
    }
  }
  for (let round = 1; round <= rounds; round++) {
    say(`time, round ${round} of ${rounds}`);
    // What comes first in one round comes last in the next, so that no command always follows the same.
    for (const { command, seconds } of round % 2 === 0 ? series.toReversed() : series) {
      seconds.push((await run(command)).seconds);
    }
  }
  return series.map(({ command, seconds, memory }) => ({
    label: command.label,
    seconds,
    ...(memory.length > 0 && { memory: Math.min(...memory) }),
  }));
}

/**
 * Runs a command to its end.
 *
 * @throws Error with what it said when it fails: a failure is quick, and must not pass for a figure.
 */
export async function run(
  command: Command,
  { output = devNull, watchMemory = false }: { output?: string; watchMemory?: boolean } = {},
): Promise<{ readonly seconds: number; readonly peak: number }> {
  const { label, file, args, cwd, env, found = 0 } = command;
  const stdout = openSync(output, "w");
  try {
    const peaks = new Map<number, number>();
    const start = performance.now();
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", stdout, "pipe"] });
    let complaints = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaints += text));
    const { pid } = child;
    const watch =
      watchMemory && pid !== undefined
        ? setInterval(() => {
            notePeaks(pid, peaks);
          }, MEMORY_INTERVAL_MS)
        : undefined;
    const ended = new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", () => {
        resolve(performance.now());
      });
    });
    const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
    const seconds = ((await ended) - start) / 1000;
    clearInterval(watch);
    const code = await closed;
    if (code !== 0 && code !== found)
      throw new Error(`${label} ended with ${String(code)}:\n${complaints.trimEnd()}`);
    return { seconds, peak: [...peaks.values()].reduce((sum, peak) => sum + peak, 0) };
  } finally {
    closeSync(stdout);
  }
}

/** What a command prints. */
export async function outputOf(command: Command): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "taskflow-bench-"));
  try {
    const output = join(folder, "output");
    await run(command, { output });
    return readFileSync(output, "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Notes the peak so far of a process and its descendants. The last value is kept: it never falls while one runs. */
function notePeaks(root: number, peaks: Map<number, number>): void {
  const children = new Map<number, number[]>();
  for (const entry of procEntries()) {
    // The name in parentheses may hold anything; the parent comes second after it.
    const parent = Number(
      readProc(`${entry}/stat`)
        .replace(/^.*\) \S /s, "")
        .split(" ", 1)[0],
    );
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [root];
  for (const pid of tree) {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(`${pid}/status`))?.[1];
    if (kibibytes !== undefined) peaks.set(pid, Number(kibibytes) / 1024);
    tree.push(...(children.get(pid) ?? []));
  }
}

function procEntries(): string[] {
  try {
    return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
}

/** Nothing for a process that has ended meanwhile. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return "";
  }
}
