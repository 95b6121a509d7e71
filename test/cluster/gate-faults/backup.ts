import type { Fault } from "./fault.ts";
import type { Ended } from "./gate.ts";
import { jobFaults } from "./job-faults.ts";
import type { Scene } from "./scene.ts";

const gate = "backup";
const BEGUN = /backup-incremental: .*backup command begin/;

export const backupFaults: readonly Fault[] = [
  ...jobFaults(gate, BEGUN),
  {
    gate,
    fault: "PostgreSQL is killed while the Job runs",
    outcome: "refused",
    says: ["step2.1: The backup failed.", "It said last:"],
    attempt: (scene) => scene.run(gate, { cue: { says: BEGUN, act: () => scene.killPostgres() } }),
  },
  {
    gate,
    fault: "a page of the database is not what it was when it was written",
    outcome: "refused",
    says: [
      "step2.2: Backup",
      "has pages that are not as their checksums say",
      "The disk has lost data",
    ],
    mend: "restore the database, or drop what is lost",
    attempt: withCorruptPage,
  },
];

async function withCorruptPage(scene: Scene): Promise<Ended> {
  await scene.sql("CREATE TABLE public.lost AS SELECT generate_series(1, 1000) AS id");
  await scene.sql("CHECKPOINT");
  const path = await scene.sql("SELECT pg_relation_filepath('public.lost')");
  const folder = await scene.sql("SHOW data_directory");
  const spoil = `printf lost | dd of=${folder}/${path} bs=1 seek=4096 conv=notrunc status=none`;
  await scene.stack.postgres("bash", "-c", spoil);
  return scene.afterwards(scene.run(gate), () => scene.sql("DROP TABLE public.lost"));
}
