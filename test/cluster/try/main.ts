import { messageOf } from "../../../components/release/evidence/words.ts";
import { print, runCommand } from "../../../infra/command-line.ts";
import { EXIT, Unusable } from "../../../infra/preview/failure.ts";
import { Cluster } from "../cluster.ts";
import { Deployed } from "../deployment/deployed.ts";
import { forbidden } from "../missing.ts";
import { missing } from "../stack/missing.ts";
import { withProgress } from "../progress.ts";
import { type Target, help, parseArguments } from "./arguments.ts";
import { openDoor } from "./door.ts";
import { downOn, prepareOn } from "./own-cluster.ts";
import { ownSights } from "./own-sights.ts";
import { sights } from "./sights.ts";

await runCommand(async () => {
  const asked = parseArguments(process.argv.slice(2));
  switch (asked.kind) {
    case "help":
      await print(help);
      return EXIT.fine;
    case "down":
      return down();
    case "up":
      return up(asked.version);
    case "up-on":
      return upOn(asked.target);
  }
});

async function up(version: string): Promise<number> {
  const reason = missing();
  if (reason !== undefined) throw new Unusable(`No cluster can be had here: ${reason}.`);
  const deployed = await Deployed.prepare("TaskFlow", []);
  if (!deployed) throw new Unusable("No cluster can be had here.");
  const { deployment, stack, cluster } = deployed;
  try {
    await withProgress(`releasing ${version}`, () => deployed.release(version));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    const serving = await stack.release().catch(() => undefined);
    await print(`${version} was refused. ${serving ?? "Nothing"} serves.\n`);
    return EXIT.defect;
  }
  const port = await openDoor(cluster.sandbox);
  await print(sights({ by: deployment.by, port, authority: await stack.authority() }));
  return EXIT.fine;
}

async function upOn(target: Target): Promise<number> {
  const prepared = await prepareOn(target);
  const { context, version, release } = prepared;
  try {
    await release();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    await print(
      `${version} was refused. What was made stays on ${context}: the same command goes on with it, npm run try -- --down takes it away.\n`,
    );
    return EXIT.defect;
  }
  await print(ownSights(prepared));
  return EXIT.fine;
}

async function down(): Promise<number> {
  try {
    await downOn();
  } finally {
    // Whatever keeps the other: that is another cluster. Where none can be, there is none.
    if (forbidden() === undefined) await Cluster.down();
  }
  return EXIT.fine;
}
