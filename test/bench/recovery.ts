import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { STACK } from "../cluster/deployment/project.ts";
import type { Deployed } from "../cluster/deployment/deployed.ts";
import { until } from "../cluster/until.ts";
import { ORIGIN } from "../fixtures/taskflow/stage.ts";
import { backUp } from "./full-backup.ts";
import { archived, releaseFilled } from "./one-gibibyte.ts";
import { toolSeconds } from "./tool-seconds.ts";
import { onCluster } from "./on-cluster.ts";

const NAMESPACE = "--namespace=taskflow";
const POSTGRES = ["get", "pod/postgres-0", NAMESPACE];

/** How long a lost volume takes to come back, without anybody doing anything. */
export interface Lost {
  /** From the loss until the application answers from its database. */
  readonly seconds: number;
  /** What pgBackRest says of itself in it. */
  readonly toolSeconds: number;
}

/** How long going back takes with the data of a backup. */
export interface WentBack {
  /** Of the whole command. */
  readonly seconds: number;
  readonly steps: readonly { readonly name: string; readonly seconds: number }[];
}

/** How long people are without the database. */
export interface RecoveryFigures {
  /** What made the resources. */
  readonly by: string;
  /** Of the database. */
  readonly bytes: number;
  readonly lost: Lost;
  readonly wentBack: WentBack;
}

/** @returns why it cannot be measured, where it cannot. */
export function measureRecovery(say: (message: string) => void): Promise<RecoveryFigures | string> {
  return onCluster("recoveries", say, async (deployed) => {
    const bytes = await releaseFilled(deployed, say);
    await backUp(deployed);
    const lost = await loseVolume(deployed, say);
    const wentBack = await goBack(deployed, say);
    return { by: deployed.deployment.by, bytes, lost, wentBack };
  });
}

/** Loses the volume of the database with all that is on it, as when a disk has died, and waits. */
async function loseVolume(deployed: Deployed, say: (message: string) => void): Promise<Lost> {
  const { cluster } = deployed;
  const uid = () =>
    cluster.kubectl([...POSTGRES, "--ignore-not-found", "--output=jsonpath={.metadata.uid}"]);
  const answers = await visitor(deployed);
  await archived(deployed);
  const tasks = await count(deployed);
  const old = await uid();
  const start = performance.now();
  const gone = [NAMESPACE, "--wait=false"];
  await cluster.kubectl(["delete", "persistentvolumeclaim/data-postgres-0", ...gone]);
  await cluster.kubectl(["delete", "pod/postgres-0", ...gone, "--grace-period=0", "--force"]);
  // Until then it may be the old server that answers, which takes a moment to end.
  await until("another pod", async () => !["", old].includes(await uid()) || undefined);
  const ready = ["pod/postgres-0", "--for=condition=Ready", "--timeout=900s"];
  await cluster.kubectl(["wait", NAMESPACE, ...ready]);
  await until("an answer from the database", answers, { seconds: 300 });
  const seconds = (performance.now() - start) / 1000;
  if ((await count(deployed)) !== tasks) throw new Error("not all tasks have come back");
  say(`the lost volume was back in ${seconds.toFixed(1)} s`);
  const log = ["logs", "postgres-0", NAMESPACE, "--container=postgres"];
  return { seconds, toolSeconds: toolSeconds(await cluster.kubectl(log), "restore") };
}

/** Goes back to the newest backup of the files, as docs/rollback.md has it. */
async function goBack(deployed: Deployed, say: (message: string) => void): Promise<WentBack> {
  const tasks = await count(deployed);
  const restore = `--restore-database=${await newestBackup(deployed)}`;
  const incident = join(tmpdir(), "taskflow-bench-incident.md");
  const start = performance.now();
  const { status, stdout, stderr } = await deployed.command(
    `npm run rollback -- --stack ${STACK} --to v1.0.0 ${restore} --reason "How long does it take?" --yes --out ${incident}`,
  );
  const seconds = (performance.now() - start) / 1000;
  rmSync(incident, { force: true });
  if (status !== 0) throw new Error(`going back failed:\n${stdout}${stderr}`);
  if ((await count(deployed)) !== tasks) throw new Error("not all tasks have come back");
  const record = (await deployed.records()).at(-1);
  if (record?.kind !== "rollback") throw new Error("nothing is recorded of going back");
  const steps = record.gates.map(({ name, milliseconds = NaN }) => ({
    name,
    seconds: milliseconds / 1000,
  }));
  say(`went back in ${seconds.toFixed(1)} s: ${JSON.stringify(steps)}`);
  return { seconds, steps };
}

async function newestBackup({ cluster }: Deployed): Promise<string> {
  const info = ["pgbackrest", "--stanza=taskflow", "--output=json", "info"];
  const exec = ["exec", "pgbackrest-0", NAMESPACE, "--container=pgbackrest", "--", ...info];
  const [stanza] = JSON.parse(await cluster.kubectl(exec)) as {
    readonly backup: readonly { readonly label: string }[];
  }[];
  const label = stanza?.backup.at(-1)?.label;
  if (label === undefined) throw new Error("there is no backup");
  return label;
}

function count({ stack }: Deployed): Promise<string> {
  return stack.sql("SELECT count(*) FROM task");
}

/** Asks for the tasks of somebody who is logged in, which only the database can answer. */
async function visitor({ stack }: Deployed): Promise<() => Promise<true | undefined>> {
  const account = { email: "visitor@example.com", password: crypto.randomUUID() };
  const json = ["--header", "Content-Type: application/json", "--data", JSON.stringify(account)];
  const registered = await stack.get(`${ORIGIN}/api/auth/register`, ...json);
  const token = /"token":"([^"]+)"/.exec(registered)?.[1];
  if (token === undefined) throw new Error(`nobody could register: ${registered}`);
  const asked = ["--header", `Authorization: Bearer ${token}`, "--max-time", "5"];
  return async () => {
    const answer = await stack.get(`${ORIGIN}/api/tasks`, ...asked).catch(() => "");
    return /^HTTP\/2 200/.test(answer) || undefined;
  };
}
