import { PATHS, WORKLOADS } from "../../components/database/names.ts";
import type { Deployed } from "../cluster/deployment/deployed.ts";
import { runGate } from "../cluster/drills/gate-faults/gate.ts";
import { type Ours, backUp } from "./full-backup.ts";
import { IdlePod } from "./idle-pod.ts";
import { releaseFilled } from "./one-gibibyte.ts";
import { toolSeconds } from "./tool-seconds.ts";
import { onCluster } from "./on-cluster.ts";

const ROUNDS = 5;
const PGBACKREST = ["pgbackrest", "--stanza=taskflow", "--repo=1"];

/** One of each in each round: ours, and the tool alone, from its start to its end. */
export interface Throughput {
  readonly ours: readonly Ours[];
  readonly bare: readonly number[];
}

/** How fast the database is backed up, and how fast it comes back. */
export interface BackupFigures {
  /** What made the resources. */
  readonly by: string;
  /** Of the database. */
  readonly bytes: number;
  readonly backup: Throughput;
  readonly restore: Throughput;
}

/** @returns why it cannot be measured, where it cannot. */
export function measureBackups(say: (message: string) => void): Promise<BackupFigures | string> {
  return onCluster("backups", say, async (deployed) => {
    const bytes = await releaseFilled(deployed, say);
    const backup = await rounds(
      say,
      await tool(deployed, WORKLOADS.fullBackup.app, [...PGBACKREST, "--type=full", "backup"]),
      () => backUp(deployed),
    );
    const restored = ["--archive-mode=off", "--type=immediate", "--target-action=promote"];
    const restore = await rounds(
      say,
      await tool(
        deployed,
        WORKLOADS.rehearsal.app,
        [...PGBACKREST, `--pg1-path=${PATHS.data}`, ...restored, "restore"],
        `rm -rf ${PATHS.data} && mkdir -m 0700 ${PATHS.data}`,
      ),
      () => rehearse(deployed),
    );
    return { by: deployed.deployment.by, bytes, backup, restore };
  });
}

/** The tool alone in a pod that waits for it, so that none of the pod's start is in its time. */
async function tool(
  { cluster }: Deployed,
  cronJob: string,
  command: readonly string[],
  before = "true",
): Promise<() => Promise<number>> {
  const pod = await IdlePod.of(cluster, cronJob);
  return async () => {
    await pod.run(["bash", "-euc", before]);
    return pod.time(command);
  };
}

async function rounds(
  say: (message: string) => void,
  bare: () => Promise<number>,
  ours: () => Promise<Ours>,
): Promise<Throughput> {
  const figures = { ours: [] as Ours[], bare: [] as number[] };
  for (let round = 1; round <= ROUNDS; round++) {
    const both = [
      async () => figures.bare.push(await bare()),
      async () => figures.ours.push(await ours()),
    ];
    for (const each of round % 2 === 0 ? both.toReversed() : both) await each();
    say(`ours ${JSON.stringify(figures.ours.at(-1))}, bare ${String(figures.bare.at(-1))} s`);
  }
  return figures;
}

/** The gate of the rehearsal, until the server that it restores lets anybody in. */
async function rehearse({ cluster, deployment }: Deployed): Promise<Ours> {
  const input = (await deployment.gateInputs()).get("rehearse");
  let seconds = NaN;
  const start = performance.now();
  const { status, said } = await runGate(cluster, "rehearse", input, {
    says: /database system is ready to accept connections/,
    act: () => {
      seconds = (performance.now() - start) / 1000;
      return Promise.resolve();
    },
  });
  if (status !== 0) throw new Error(said);
  return { seconds, toolSeconds: toolSeconds(said, "restore") };
}
