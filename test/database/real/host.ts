import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

const POSTGRES_BIN = "/usr/lib/postgresql/15/bin";

/** What the programs in the image have as their search path. */
const SEARCH = `${POSTGRES_BIN}:/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin`;

/** Account that the local server trusts, here as in the image. */
const ACCOUNT = "postgres";

/** Why the tests against real servers cannot run on this machine, if so. */
export function missing(): string | undefined {
  const absent = [
    `${POSTGRES_BIN}/postgres`,
    "/usr/bin/pgbackrest",
    "/usr/sbin/pgbouncer",
    "/usr/bin/openssl",
  ].filter((path) => !executable(path));
  if (absent.length > 0) {
    return `not installed: ${absent.join(", ")} (Debian: postgresql-15 pgbackrest pgbouncer openssl)`;
  }
  const { uid, username } = userInfo();
  return uid === 0 || username === ACCOUNT ? undefined : `needs to be ${ACCOUNT} or root`;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a program printed and how it ended. */
export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary directory, and processes in it, of the account that the servers run as. */
export class Host {
  readonly root = mkdtempSync(join(tmpdir(), "taskflow-database-"));
  readonly logs: string[] = [];
  private readonly owner = userInfo().uid === 0 ? account() : undefined;
  private readonly running = new Set<ChildProcess>();

  constructor() {
    this.own(this.root);
  }

  folder(...names: string[]): string {
    const path = join(this.root, ...names);
    let at = this.root;
    for (const name of names) {
      at = join(at, name);
      mkdirSync(at, { recursive: true, mode: 0o700 });
      this.own(at);
    }
    return path;
  }

  file(path: string, content: string, mode = 0o600): string {
    writeFileSync(path, content, { mode });
    this.own(path);
    return path;
  }

  /** A file of a Secret, owned and readable as the kubelet makes it: root's, and the group's to read. */
  secret(path: string, content: string): string {
    if (!this.owner) return this.file(path, content);
    writeFileSync(path, content);
    chownSync(path, 0, this.owner.gid);
    chmodSync(path, 0o440);
    return path;
  }

  /** Starts a server that {@link stop} ends. */
  start(command: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
    const child = this.spawn(command, env);
    child.stdout?.on("data", (chunk: Buffer) => this.logs.push(chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => this.logs.push(chunk.toString()));
    this.running.add(child);
    child.on("exit", () => this.running.delete(child));
    return child;
  }

  /** Runs a program to its end. */
  async run(
    command: readonly string[],
    env: Readonly<Record<string, string>> = {},
    input = "",
  ): Promise<Result> {
    const child = this.spawn(command, env);
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    // A program that ends without reading its input is its own affair.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return { status, stdout, stderr };
  }

  async stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  async close(): Promise<void> {
    // The database first: it archives before it ends.
    for (const child of [...this.running].sort(byDatabase)) await this.stop(child);
    rmSync(this.root, { recursive: true, force: true });
  }

  private spawn(command: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
    // Nothing outlives a test run that is broken off.
    const program = ["setpriv", "--pdeathsig", "TERM"];
    const account = this.owner
      ? [`--reuid=${ACCOUNT}`, `--regid=${ACCOUNT}`, "--clear-groups"]
      : [];
    const [file = "", ...args] = [...program, ...account, ...command];
    return spawn(file, args, {
      cwd: this.root,
      env: { PATH: `${join(this.root, "bin")}:${SEARCH}`, LC_ALL: "C.UTF-8", TZ: "UTC", ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
  }

  private own(path: string): void {
    if (this.owner) chownSync(path, this.owner.uid, this.owner.gid);
  }
}

function byDatabase(a: ChildProcess, b: ChildProcess): number {
  const isDatabase = (child: ChildProcess) => child.spawnargs.includes("taskflow-postgres");
  return Number(isDatabase(b)) - Number(isDatabase(a));
}

function account(): { uid: number; gid: number } {
  const number = (flag: string) =>
    Number(execFileSync("id", [flag, ACCOUNT], { encoding: "utf8" }));
  return { uid: number("-u"), gid: number("-g") };
}

/** Ports of the loopback interface that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Asks again until the answer is yes. The test's own time-out is the limit. */
export async function until(answer: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await answer())) await new Promise((resolve) => setTimeout(resolve, 50));
}
