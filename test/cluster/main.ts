import { spawnSync } from "node:child_process";
import { messageOf } from "../../components/release/evidence/words.ts";
import { print, runCommand } from "../../infra/command-line.ts";
import { EXIT } from "../../infra/preview/failure.ts";
import { type Asked, help, parseArguments } from "./arguments.ts";
import { Cluster } from "./cluster.ts";
import { forbidden, missing } from "./missing.ts";

/** Of `status`: not all of it is up. */
const DOWN = 1;

await runCommand(async () => {
  const asked = parseArguments(process.argv.slice(2));
  if (asked.kind === "help") {
    await print(help);
    return EXIT.fine;
  }
  const reason = asked.kind === "up" ? missing() : forbidden();
  if (reason !== undefined) {
    process.stderr.write(`No cluster can be had here: ${reason}.\n`);
    return EXIT.defect;
  }
  try {
    return await act(asked);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return EXIT.defect;
  }
});

function act(asked: Asked): number | Promise<number> {
  switch (asked.kind) {
    case "up":
      return up();
    case "status":
      return status();
    case "down":
      return down();
    case "exec":
      return exec(asked.command);
  }
}

async function up(): Promise<number> {
  return report(await Cluster.up());
}

async function down(): Promise<number> {
  await Cluster.down();
  return EXIT.fine;
}

async function status(): Promise<number> {
  const cluster = Cluster.running();
  return cluster ? report(cluster) : refuse();
}

function exec(command: readonly string[]): number {
  const cluster = Cluster.running();
  if (!cluster) return refuse();
  const [file = "", ...args] = cluster.sandbox.enter(command);
  const { status } = spawnSync(file, args, { stdio: "inherit", env: cluster.environment });
  return status ?? EXIT.defect;
}

async function report(cluster: Cluster): Promise<number> {
  const parts = await cluster.status();
  for (const { name, ready } of parts) {
    process.stdout.write(`${ready ? "ready" : "down "}  ${name}\n`);
  }
  return parts.every(({ ready }) => ready) ? EXIT.fine : DOWN;
}

function refuse(): number {
  process.stdout.write("down: npm run cluster -- up\n");
  return DOWN;
}
