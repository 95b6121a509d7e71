import { readFileSync } from "node:fs";

/** A process of this machine. Its id alone may belong to another by the time that it is ended. */
export interface Process {
  readonly pid: number;
  /** In ticks since the machine was started. */
  readonly started: string;
}

export function isRunning({ pid, started }: Process): boolean {
  return processOf(pid)?.started === started;
}

export function processOf(pid: number): Process | undefined {
  // The name in parentheses may hold anything; what follows it does not.
  const fields = read(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ");
  const [state, started] = [fields?.[0], fields?.[19]];
  // A zombie has ended, though nobody has asked how.
  return started === undefined || state === "Z" ? undefined : { pid, started };
}

/** The first process that it has started. */
export function childOf({ pid }: Process): Process | undefined {
  const [child] = read(`/proc/${pid}/task/${pid}/children`)?.split(" ") ?? [];
  return child ? processOf(Number(child)) : undefined;
}

/** Path of the program that it runs, as it was called. */
export function programOf({ pid }: Process): string | undefined {
  return read(`/proc/${pid}/cmdline`)?.split("\0")[0];
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
