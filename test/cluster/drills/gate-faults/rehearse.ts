import { BACKUP_ANEW } from "../../../../components/release/backup/anew.ts";
import type { RehearseInput } from "../../../../components/release/gates/rehearse.ts";
import type { Fault } from "./fault.ts";
import type { Ended } from "./gate.ts";
import { jobFaults } from "./job-faults.ts";
import type { Scene } from "./scene.ts";

const gate = "rehearse";
/** What it means that a backup could not be restored. */
const UNDONE =
  "Until one can be, nothing of this database can be undone: see RestoreDrillLate in docs/runbook.md.";
const BACKUPS = "/var/lib/pgbackrest/repository/backup/taskflow";

export const rehearseFaults: readonly Fault[] = [
  ...jobFaults(gate, {
    begun: /throwaway: .*restore command begin/,
    // It is another server that is migrated.
    withoutServer: { outcome: "held", says: [] },
  }),
  {
    gate,
    fault: "a file of the backup is not what it was when it was written",
    outcome: "refused",
    says: ["step2.2: The backup", "could not be restored.", UNDONE],
    mend: `have the backup made anew: ${BACKUP_ANEW} (the drill turns its bytes back)`,
    attempt: withSpoiltBackup,
  },
  {
    gate,
    fault: "the repository does not have the backup any more",
    simulation: "handed",
    outcome: "undecided",
    says: [
      "could not be decided, so the release stops:",
      "was restored, which is older than the backup 99991231-235959F of this run.",
    ],
    mend: `have it made anew: ${BACKUP_ANEW}`,
    attempt: (scene) =>
      scene.run(gate, { input: { ...scene.input(gate), backup: "99991231-235959F" } }),
  },
  {
    gate,
    fault: "the repository's host is down",
    outcome: "refused",
    says: ["step2.2: The backup", "could not be restored.", UNDONE],
    mend: "bring it back",
    attempt: (scene) => scene.without("taskflow", "statefulset/pgbackrest", () => scene.run(gate)),
  },
  {
    gate,
    fault: "a migration fails",
    outcome: "refused",
    says: [
      "db.1: In the rehearsal: The migrations failed:",
      `0003_assignees.sql: column "creator_id" does not exist`,
      "Correct the migrations in a new version of their image. The live database was not touched.",
    ],
    mend: "release a version with other migrations",
    attempt: (scene) => {
      const version = "v1.2.0-broken";
      const image = scene.image(version);
      const input = { ...(scene.input(gate) as RehearseInput), image, version };
      return scene.withMigrations(version, () => scene.run(gate, { input }));
    },
  },
  {
    gate,
    fault: "a table is left without row security",
    simulation: "handed",
    outcome: "refused",
    says: [
      "db.5: In the rehearsal: Table session has no row security.",
      "Correct the migrations in a new version of their image. The live database was not touched.",
    ],
    mend: "release a version that enables it, or name the table in migrations.withoutRowSecurity",
    attempt: (scene) =>
      scene.run(gate, { input: { ...scene.input(gate), withoutRowSecurity: ["account"] } }),
  },
];

/** The bytes of the newest backup's files are changed where they lie, and changed back. */
async function withSpoiltBackup(scene: Scene): Promise<Ended> {
  const find = `find ${BACKUPS} -type f -path '*/bundle/*'`;
  const turned = `for file in $(${find}); do
    size=$(stat --format=%s "$file")
    (( size > 64 )) || continue
    head -c 16 "$file" | tr '\\000-\\377' '\\200-\\377\\000-\\177' > /tmp/turned
    dd if=/tmp/turned of="$file" conv=notrunc status=none
  done`;
  await scene.inRepository(["bash", "-euc", turned]);
  return scene.afterwards(scene.run(gate), () => scene.inRepository(["bash", "-euc", turned]));
}
