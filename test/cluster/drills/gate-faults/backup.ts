import type { BackupInput } from "../../../../components/release/gates/backup.ts";
import { backupLocations } from "../../../../components/database/locations.ts";
import { OFFSITE, type Offsite, offsiteOptions } from "../../../../components/database/offsite.ts";
import type { Fault } from "./fault.ts";
import type { Ended } from "./gate.ts";
import { jobFaults } from "./job-faults.ts";
import type { Scene } from "./scene.ts";

const gate = "backup";
/** What there is to do about a backup that has failed. */
const SEE = "See what is in its way: space on the volume, another run at work, the connection.";
const REPOSITORY = "/var/lib/pgbackrest/repository/backup/taskflow";

/** A storage at an address where nobody is. */
const LOST: Offsite = {
  ...{ endpoint: "127.0.0.1:1", bucket: "taskflow-backups", folder: "/taskflow" },
  region: "test-1",
  uriStyle: "path",
  retention: { unit: "days", full: 30 },
};

export const backupFaults: readonly Fault[] = [
  ...jobFaults(gate, {
    begun: /backup-incremental: .*backup command begin/,
    withoutServer: {
      outcome: "refused",
      says: ["step2.1: The backup failed.", "It said last:", SEE],
      mend: "wait until it is back",
    },
  }),
  {
    gate,
    fault: "PostgreSQL is down",
    outcome: "refused",
    says: ["step2.1: The backup failed.", "It said last:", SEE],
    mend: "bring it back",
    attempt: (scene) => scene.without("taskflow", "statefulset/postgres", () => scene.run(gate)),
  },
  {
    gate,
    fault: "PostgreSQL no longer knows the password of the backups",
    outcome: "refused",
    says: ["step2.1: The backup failed.", "password authentication failed for user", SEE],
    mend: "count up rotation.database (the drill sets the password back)",
    attempt: withOtherPassword,
  },
  {
    gate,
    fault: "the volume of the backups cannot be written to",
    outcome: "refused",
    says: ["step2.1: The backup failed.", "[13] Permission denied", SEE],
    mend: "give pgBackRest the right to write there",
    attempt: withReadOnlyRepository,
  },
  {
    gate,
    fault: "the storage of the off-site backups is down",
    simulation: "handed",
    outcome: "refused",
    says: [
      ...["step2.1: The backup failed.", `unable to connect to '${LOST.endpoint}'`],
      `repository ${OFFSITE}: incr backup succeeded=false`,
    ],
    mend: "bring it back",
    attempt: withLostStorage,
  },
  {
    gate,
    fault: "another update makes a backup at the same time",
    outcome: "refused",
    says: ["step2.1: The backup failed.", "unable to acquire lock", SEE],
    mend: "let that come to its end",
    attempt: (scene) => scene.beside(gate, "application_name LIKE 'pgBackRest %'"),
  },
  {
    gate,
    fault: "a page of the database is not what it was when it was written",
    outcome: "refused",
    says: [
      "step2.2: Backup",
      "of repository 1 has pages that are not as their checksums say.",
      "The disk has lost data: see the log of the backup for the files, and restore the database from an older one.",
    ],
    mend: "restore the database, or drop what is lost",
    attempt: withCorruptPage,
  },
  {
    gate,
    fault: "much of the database has been deleted since the last backup",
    simulation: "handed",
    outcome: "refused",
    says: [
      "step2.4: Backup",
      "bytes of database, and those before it had",
      "Find out what has become of the rest. If it was deleted on purpose, lower database.backupSizeShare for this release.",
    ],
    mend: "find out why, and lower database.backupSizeShare if it was meant",
    attempt: afterDeletion,
    mended: (input) => ({ ...(input as BackupInput), sizeShare: 0 }),
  },
];

async function withOtherPassword(scene: Scene): Promise<Ended> {
  const where = "rolcanlogin AND rolname LIKE 'taskflow_backup%'";
  const set = (password: string) =>
    `SELECT format('ALTER ROLE %I PASSWORD %L', rolname, ${password}) FROM pg_authid WHERE ${where}`;
  const before = await scene.sql(set("rolpassword"));
  await scene.sql((await scene.sql(set("'another'"))).replaceAll("\n", ";"));
  return scene.afterwards(scene.run(gate), () => scene.sql(before.replaceAll("\n", ";")));
}

async function withReadOnlyRepository(scene: Scene): Promise<Ended> {
  await scene.inRepository(["chmod", "0500", REPOSITORY]);
  return scene.afterwards(scene.run(gate), () => scene.inRepository(["chmod", "0750", REPOSITORY]));
}

/** The local stack has no repository off-site, so the Job is told of one as the configuration would. */
async function withLostStorage(scene: Scene): Promise<Ended> {
  const given = scene.input(gate) as Required<BackupInput>;
  const { cronJob } = given.physical;
  const options: readonly (readonly [string, string])[] = [
    ...offsiteOptions(LOST),
    ["repo2-s3-key", "access"],
    ["repo2-s3-key-secret", "off-site key"],
    ["repo2-cipher-pass", "off-site passphrase"],
    // A minute each time, else.
    ["io-timeout", "5"],
  ];
  const variables = options.map(([name, value]) => ({
    name: `PGBACKREST_${name.toUpperCase().replaceAll("-", "_")}`,
    value,
  }));
  const ended = scene.withContainer(
    cronJob,
    ({ command, env, ...rest }) => ({
      ...rest,
      command: [...command, String(OFFSITE)],
      env: [...env, ...variables],
    }),
    () => {
      const physical = { cronJob, repositories: [...backupLocations(LOST)] };
      return scene.run(gate, { input: { ...given, physical } });
    },
  );
  // It would be watched from now on.
  return scene.afterwards(ended, () =>
    scene.sql(`DELETE FROM taskflow_ops.backup_run WHERE repository = ${OFFSITE}`),
  );
}

async function withCorruptPage(scene: Scene): Promise<Ended> {
  await scene.sql(
    "CREATE TABLE public.lost WITH (autovacuum_enabled = false) AS SELECT generate_series(1, 1000) AS id",
  );
  // Nothing is left to be written to the page once it is spoilt.
  await scene.sql("VACUUM (FREEZE) public.lost");
  await scene.sql("CHECKPOINT");
  const path = await scene.sql("SELECT pg_relation_filepath('public.lost')");
  const folder = await scene.sql("SHOW data_directory");
  const spoil = `printf lost | dd of=${folder}/${path} bs=1 seek=4096 conv=notrunc status=none`;
  await scene.stack.postgres("bash", "-c", spoil);
  return scene.afterwards(scene.run(gate), () => scene.sql("DROP TABLE public.lost"));
}

async function afterDeletion(scene: Scene): Promise<Ended> {
  await scene.sql(
    "CREATE TABLE public.large AS SELECT repeat(md5(i::text), 32) AS text FROM generate_series(1, 8000) AS i",
  );
  const { status, said } = await scene.run(gate);
  await scene.sql("DROP TABLE public.large");
  await scene.sql("CHECKPOINT");
  if (status !== 0) throw new Error(said);
  const input = { ...(scene.input(gate) as BackupInput), sizeShare: 0.9 };
  return scene.run(gate, { input });
}
