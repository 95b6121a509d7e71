import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, type Server, createServer } from "node:net";
import { join } from "node:path";
import { NETWORK, STATE } from "../layout.ts";
import { type Process, isRunning, processOf } from "../processes.ts";
import type { DoorInput } from "../programs/door.ts";
import { type Sandbox, logOf } from "../sandbox.ts";

const RECORD = join(STATE, "door.json");
const PROGRAM = join(import.meta.dirname, "../programs/door.ts");
const LOOPBACK = "127.0.0.1";
/** Of the site's own address first, then what others take for it, then any. */
const PORTS = [443, 8443, 0] as const;

interface Door {
  readonly port: number;
  readonly keeper: Process;
}

/**
 * A port of this machine's loopback that leads to the site. It is bound here and handed to a process of the sandbox:
 * a socket stays in the network that it was made in, and who keeps it ends with the cluster.
 */
export async function openDoor(sandbox: Sandbox): Promise<number> {
  const open = recorded();
  if (open) return open.port;
  const server = await listen(PORTS);
  const { port } = server.address() as AddressInfo;
  const keeper = await handOver(sandbox, server);
  writeFileSync(RECORD, JSON.stringify({ port, keeper } satisfies Door));
  return port;
}

function recorded(): Door | undefined {
  if (!existsSync(RECORD)) return undefined;
  const door = JSON.parse(readFileSync(RECORD, "utf8")) as Door;
  return isRunning(door.keeper) ? door : undefined;
}

/** On the first of the ports that nobody else has. */
async function listen([port = 0, ...others]: readonly number[]): Promise<Server> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, LOOPBACK, resolve);
    });
    return server;
  } catch (error) {
    if (others.length === 0) throw error;
    return listen(others);
  }
}

async function handOver(sandbox: Sandbox, server: Server): Promise<Process> {
  const log = openSync(logOf("door"), "a");
  const [file = "", ...args] = sandbox.enter([process.execPath, PROGRAM]);
  const child = spawn(file, args, { detached: true, stdio: ["ignore", log, log, "ipc"] });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject).once("message", () => {
      resolve();
    });
    child.once("exit", () => {
      reject(new Error(`the door did not open: see ${logOf("door")}`));
    });
    child.send({ host: NETWORK.node, port: 443 } satisfies DoorInput, server);
  });
  server.close();
  child.unref();
  const keeper = processOf(child.pid ?? 0);
  if (!keeper) throw new Error(`the door is closed again: see ${logOf("door")}`);
  return keeper;
}
