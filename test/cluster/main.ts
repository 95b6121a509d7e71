import { spawnSync } from "node:child_process";
import { Cluster } from "./cluster.ts";
import { forbidden, missing } from "./missing.ts";

const USAGE = `Usage: npm run cluster -- up | status | down | exec -- [COMMAND…]

  up      bring up what is not up: a Kubernetes of one node in namespaces of its own
  status  each part, and whether it is ready; exit code 1 when one is not
  down    end it, and remove everything of it
  exec    run a command where the cluster is, by default a shell
`;

process.exitCode = await main(process.argv.slice(2));

async function main([verb = "", ...rest]: readonly string[]): Promise<number> {
  const verbs = new Map<string, () => number | Promise<number>>([
    ["up", up],
    ["status", status],
    ["down", down],
    ["exec", () => exec(rest[0] === "--" ? rest.slice(1) : rest)],
  ]);
  const act = verbs.get(verb);
  if (!act) {
    process.stderr.write(USAGE);
    return 2;
  }
  const reason = verb === "up" ? missing() : forbidden();
  if (reason !== undefined) {
    process.stderr.write(`No cluster can be had here: ${reason}.\n`);
    return 3;
  }
  try {
    return await act();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 3;
  }
}

async function up(): Promise<number> {
  return report(await Cluster.up());
}

async function down(): Promise<number> {
  await Cluster.down();
  return 0;
}

async function status(): Promise<number> {
  const cluster = Cluster.running();
  return cluster ? report(cluster) : refuse();
}

function exec(command: readonly string[]): number {
  const cluster = Cluster.running();
  if (!cluster) return refuse();
  const [file = "", ...args] = cluster.sandbox.enter(command.length > 0 ? command : ["bash"]);
  const { status } = spawnSync(file, args, { stdio: "inherit", env: cluster.environment });
  return status ?? 3;
}

async function report(cluster: Cluster): Promise<number> {
  const parts = await cluster.status();
  for (const { name, ready } of parts) {
    process.stdout.write(`${ready ? "ready" : "down "}  ${name}\n`);
  }
  return parts.every(({ ready }) => ready) ? 0 : 1;
}

function refuse(): number {
  process.stdout.write("down: npm run cluster -- up\n");
  return 1;
}
