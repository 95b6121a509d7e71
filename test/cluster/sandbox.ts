import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeControlGroups, removeControlGroups } from "./control-groups.ts";
import { NETWORK, PATHS, STATE } from "./layout.ts";
import { type Options, type Result, type Runner, machine } from "./machine.ts";
import { type Process, childOf, isRunning, programOf } from "./processes.ts";
import { until } from "./until.ts";

/** Runs with the path of the record, which the list of processes then shows, and that of the first program. */
const START = `
  read -ra stat < /proc/$$/stat
  printf '{"pid":%d,"started":"%s"}' $$ "\${stat[21]}" > "$1.new"
  mv "$1.new" "$1"
  exec unshare --net --mount --pid --mount-proc --propagation=private --kill-child "$2" "$1"
`;

/** Settings of the kernel that the kubelet would change for the whole machine, as it wants them. */
const KERNEL_SETTINGS = {
  "vm/overcommit_memory": 1,
  "vm/panic_on_oom": 0,
  "kernel/panic": 10,
  "kernel/panic_on_oops": 1,
  "kernel/keys/root_maxkeys": 1_000_000,
  "kernel/keys/root_maxbytes": 25_000_000,
} as const;

/**
 * Network, mount and process namespaces of the cluster's own, in which all of it runs. Nothing outside is changed but
 * the state folder and a control group.
 */
export class Sandbox implements Runner {
  /** The kernel ends all others in there with it, and takes their mounts and interfaces along. */
  readonly #first: Process;

  private constructor(first: Process) {
    this.#first = first;
  }

  /** The one that is running, if any. */
  static running(): Sandbox | undefined {
    const keeper = recorded();
    const first = keeper && childOf(keeper);
    return first && new Sandbox(first);
  }

  /** @param program waits for ever and reaps orphans. */
  static async start(program: string): Promise<Sandbox> {
    const running = Sandbox.running();
    if (running && existsSync(PATHS.prepared)) return running;
    await Sandbox.remove();
    for (const folder of ["lib", "log", "logs", "settings", "volumes"]) {
      mkdirSync(join(STATE, folder), { recursive: true });
    }
    // It records itself before there is anything to end, so that whenever this process is killed, `down` knows.
    spawn("bash", ["-euc", START, "bash", PATHS.sandbox, program], {
      detached: true,
      stdio: "ignore",
    }).unref();
    const sandbox = await until("the sandbox", () => Sandbox.#ready(program));
    await sandbox.#prepare();
    return sandbox;
  }

  /** Until then the first process shows what unshare is, not what it becomes. */
  static #ready(program: string): Sandbox | undefined {
    const sandbox = Sandbox.running();
    return sandbox && programOf(sandbox.#first) === program ? sandbox : undefined;
  }

  /** Ends everything in there, and removes what is left outside: also after an `up` that was killed. */
  static async remove(): Promise<void> {
    const keeper = recorded();
    if (keeper) {
      const first = childOf(keeper);
      process.kill(first?.pid ?? keeper.pid, "SIGKILL");
      await until("the end of the sandbox", () => !isRunning(keeper) || undefined);
    }
    await removeControlGroups();
    rmSync(STATE, { recursive: true, force: true });
  }

  /** Address, route, folders and settings that must be the sandbox's alone. */
  async #prepare(): Promise<void> {
    const settings = Object.entries(KERNEL_SETTINGS).map(([name, value]) => {
      const file = join(STATE, "settings", name.replaceAll("/", "."));
      writeFileSync(file, `${value}\n`);
      return `mount --bind ${file} /proc/sys/${name}`;
    });
    const script = `
      mount --bind ${STATE}/log /var/log
      mount --bind ${STATE}/lib /var/lib
      mount -t tmpfs -o mode=755 tmpfs /run
      mkdir /run/lock
      ${settings.join("\n")}
      # Among themselves: pods may ask to see what is mounted later.
      mount --make-rshared /
      ip link set lo up
      ip link add node0 type bridge
      ip address add ${NETWORK.node}/24 dev node0
      ip link set node0 up
      ip route add default dev node0
      echo 1 > /proc/sys/net/ipv4/ip_forward
      echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables
    `;
    await this.run(["bash", "-euc", script]);
    makeControlGroups();
    writeFileSync(PATHS.prepared, "");
  }

  /** Command line that enters the sandbox. */
  enter(command: readonly string[]): string[] {
    const target = `--target=${this.#first.pid}`;
    const folder = `--wdns=${process.cwd()}`;
    return ["nsenter", target, "--net", "--mount", "--pid", folder, "--", ...command];
  }

  /**
   * Runs a command in the sandbox to its end.
   *
   * @throws Error with what it printed when it fails.
   */
  async run(command: readonly string[], options: Options = {}): Promise<string> {
    const { status, stdout, stderr } = await this.try(command, options);
    if (status !== 0) throw new Error(`${command.join(" ")} failed: ${stderr || stdout}`);
    return stdout;
  }

  /** The same, whatever comes of it. */
  async try(command: readonly string[], options: Options = {}): Promise<Result> {
    return machine.try(this.enter(command), options);
  }

  /** Starts a program that goes on running, and that has its name from its file. What it prints is in {@link logOf}. */
  async start(command: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
    const [name = ""] = command;
    const log = openSync(logOf(name), "a");
    const [file = "", ...args] = this.enter(["setsid", "--fork", ...command]);
    const child = spawn(file, args, { stdio: ["ignore", log, log], env });
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", resolve);
    });
    if (status !== 0) throw new Error(`${name} could not be started: see ${logOf(name)}`);
  }

  /** Process id in the sandbox of a program that {@link start} has started. */
  async processOf(name: string): Promise<number | undefined> {
    // The kernel keeps 15 letters. A busy machine takes a while until what starts a program has become it. What pods run
    // has another parent.
    const comm = `${name.slice(0, 15)}|setsid`;
    const { stdout } = await this.try(["pgrep", "--parent", "1", "--exact", comm]);
    return stdout === "" ? undefined : Number(stdout.split("\n")[0]);
  }

  /** Ends a program that {@link start} has started as a lost machine would, and resolves when it is gone. */
  async kill(name: string): Promise<void> {
    const pid = await this.processOf(name);
    if (pid === undefined) throw new Error(`${name} does not run.`);
    await this.run(["kill", "-KILL", String(pid)]);
    await until(
      `the end of ${name}`,
      async () => (await this.processOf(name)) === undefined || undefined,
    );
  }
}

/** Where a program of the sandbox prints. */
export function logOf(name: string): string {
  return join(STATE, "logs", `${name}.log`);
}

/** The process that was recorded at the start, if it still runs. */
function recorded(): Process | undefined {
  if (!existsSync(PATHS.sandbox)) return undefined;
  const keeper = JSON.parse(readFileSync(PATHS.sandbox, "utf8")) as Process;
  return isRunning(keeper) ? keeper : undefined;
}
