import { spawnSync } from "node:child_process";
import { Cluster } from "./cluster.ts";
import { missing } from "./missing.ts";

const USAGE = `Usage: npm run cluster -- up | status | down | exec [COMMAND…]

  up      bring up what is not up: a Kubernetes of one node in namespaces of its own
  status  each part, and whether it is ready; exit code 1 when one is not
  down    end it, and remove everything of it
  exec    run a command where the cluster is, by default a shell
`;

process.exitCode = await main(process.argv.slice(2));

async function main([verb, ...rest]: readonly string[]): Promise<number> {
  if (verb === undefined || !["up", "status", "down", "exec"].includes(verb)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const reason = missing();
  if (reason !== undefined) {
    process.stderr.write(`No cluster can be had here: ${reason}.\n`);
    return 3;
  }
  if (verb === "down") {
    await Cluster.down();
    return 0;
  }
  const cluster = verb === "up" ? await Cluster.up() : await Cluster.running();
  if (!cluster) {
    process.stdout.write("down\n");
    return 1;
  }
  if (verb !== "exec") {
    const parts = cluster.status();
    for (const { name, ready } of parts)
      process.stdout.write(`${ready ? "ready" : "down "}  ${name}\n`);
    return parts.every(({ ready }) => ready) ? 0 : 1;
  }
  const [file = "", ...args] = cluster.sandbox.enter(rest.length > 0 ? rest : ["bash"]);
  return spawnSync(file, args, { stdio: "inherit", env: cluster.environment }).status ?? 3;
}
