import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CGROUP, NETWORK, PATHS, STATE } from "./layout.ts";
import { until } from "./until.ts";

const CGROUPS = "/sys/fs/cgroup";

/** The first process of the sandbox. When it ends, the kernel ends all others in there, and takes their mounts along. */
interface Init {
  readonly pid: number;
  /** In ticks since boot: a process id alone may belong to another by now. */
  readonly started: string;
}

/**
 * Network, mount and process namespaces of the cluster's own, in which all of it runs. Nothing outside is changed but
 * the state folder and a control group.
 */
export class Sandbox {
  readonly #init: Init;

  private constructor(init: Init) {
    this.#init = init;
  }

  /** The one that is running, if any. */
  static running(): Sandbox | undefined {
    if (!existsSync(PATHS.sandbox)) return undefined;
    const init = JSON.parse(readFileSync(PATHS.sandbox, "utf8")) as Init;
    return startOf(init.pid) === init.started ? new Sandbox(init) : undefined;
  }

  /** @param init program that waits for ever and reaps orphans. */
  static async start(init: string): Promise<Sandbox> {
    const running = Sandbox.running();
    if (running) return running;
    mkdirSync(PATHS.logs, { recursive: true });
    const child = spawn(
      "unshare",
      ["--net", "--mount", "--pid", "--fork", "--mount-proc", "--propagation=private", init],
      { detached: true, stdio: "ignore" },
    );
    child.unref();
    const parent = child.pid;
    if (parent === undefined) throw new Error("unshare could not be started");
    const pid = await until("the sandbox", () => childOf(parent));
    const started = startOf(pid);
    if (started === undefined) throw new Error("the sandbox has ended at once");
    writeFileSync(PATHS.sandbox, JSON.stringify({ pid, started }));
    const sandbox = new Sandbox({ pid, started });
    // Until then the process shows what unshare is, not what it becomes.
    await until("the sandbox's process", () => nameOf(pid) === init || undefined);
    sandbox.#prepare();
    return sandbox;
  }

  /** Address, route and folders that must be the sandbox's alone. */
  #prepare(): void {
    for (const folder of ["run", "log", "lib", "volumes"]) {
      mkdirSync(join(STATE, folder), { recursive: true });
    }
    const script = `
      mount --bind ${STATE}/log /var/log
      mount --bind ${STATE}/lib /var/lib
      mount -t tmpfs -o mode=755 tmpfs /run
      mkdir -p /run/netns /run/lock
      ip link set lo up
      ip link add node type dummy
      ip address add ${NETWORK.node}/24 dev node
      ip link set node up
      ip route add default dev node
      sysctl -qw net.ipv4.ip_forward=1
      sysctl -qw net.bridge.bridge-nf-call-iptables=1 || true
    `;
    this.run(["bash", "-euc", script]);
    for (const controller of controllers()) {
      mkdirSync(join(CGROUPS, controller, CGROUP), { recursive: true });
      inheritCpus(join(CGROUPS, controller, CGROUP));
    }
  }

  /** Command line that enters the sandbox. */
  enter(command: readonly string[]): string[] {
    return ["nsenter", `--target=${this.#init.pid}`, "--net", "--mount", "--pid", "--", ...command];
  }

  /**
   * Runs a command in the sandbox to its end.
   *
   * @throws Error with what it printed when it fails.
   */
  run(
    command: readonly string[],
    options: { env?: NodeJS.ProcessEnv; input?: string } = {},
  ): string {
    const { status, stdout, stderr } = this.try(command, options);
    if (status !== 0) throw new Error(`${command.join(" ")} failed: ${stderr || stdout}`);
    return stdout;
  }

  /** The same, whatever comes of it. */
  try(
    command: readonly string[],
    options: { env?: NodeJS.ProcessEnv; input?: string } = {},
  ): SpawnSyncReturns<string> {
    const [file = "", ...args] = this.enter(command);
    return spawnSync(file, args, { encoding: "utf8", maxBuffer: 2 ** 28, ...options });
  }

  /** Starts a program that goes on running. What it prints is in `logs/<name>.log`. */
  start(name: string, command: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
    if (this.processOf(name) !== undefined) return;
    const log = openSync(join(PATHS.logs, `${name}.log`), "a");
    const [file = "", ...args] = this.enter(command);
    spawn(file, args, { detached: true, stdio: ["ignore", log, log], env }).unref();
  }

  /** Process id in the sandbox of the program that was started under this name. */
  processOf(name: string): number | undefined {
    const { stdout } = this.try(["pgrep", "--exact", "--oldest", name.slice(0, 15)]);
    return stdout === "" ? undefined : Number(stdout);
  }

  /** Ends everything in the sandbox. */
  async end(): Promise<void> {
    const { pid } = this.#init;
    if (startOf(pid) === this.#init.started) process.kill(pid, "SIGKILL");
    await until("the end of the sandbox", () => startOf(pid) !== this.#init.started || undefined);
  }
}

/** Removes what a sandbox that has ended has left: control groups and the state folder. */
export async function cleanUp(): Promise<void> {
  for (const controller of controllers()) {
    const folder = join(CGROUPS, controller, CGROUP);
    await until(`the end of ${folder}`, () => removed(folder) || undefined);
  }
  rmSync(STATE, { recursive: true, force: true });
}

function removed(folder: string): boolean {
  if (!existsSync(folder)) return true;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removed(join(folder, entry.name));
  }
  try {
    rmdirSync(folder);
  } catch {
    // A process in it is still ending.
    return false;
  }
  return true;
}

function controllers(): string[] {
  return readdirSync(CGROUPS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** With version 1, a new group may use no processor until it is told which. */
function inheritCpus(folder: string): void {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const own = join(folder, file);
    if (existsSync(own)) writeFileSync(own, readFileSync(join(folder, "..", file)));
  }
}

function startOf(pid: number): string | undefined {
  try {
    // The name in parentheses may hold anything; what follows it are numbers.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19];
  } catch {
    return undefined;
  }
}

function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0];
  } catch {
    return undefined;
  }
}

function childOf(pid: number): number | undefined {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return child ? Number(child) : undefined;
  } catch {
    return undefined;
  }
}
