import type { MigrateInput } from "../../../../components/release/gates/migrate.ts";
import type { Fault } from "./fault.ts";
import type { Ended } from "./gate.ts";
import type { Scene } from "./scene.ts";

const gate = "migrate";

/** Keeps the migrations waiting, for as long as they do. */
const LOCK = "LOCK TABLE task IN ACCESS SHARE MODE";
const WAITING = "wait_event_type = 'Lock' AND usename LIKE 'taskflow_migrator%'";

export const migrateFaults: readonly Fault[] = [
  {
    gate,
    fault: "there is no backup of this release",
    simulation: "handed",
    outcome: "refused",
    says: [
      "step3.1: The backup",
      "was made before v0.9.0. Nothing is migrated without one that was made before v1.1.0.",
      "Let the gate `backup` run first.",
    ],
    mend: "let the gate `backup` run, by an update of the whole stack",
    attempt: (scene) => {
      const input = scene.input(gate) as MigrateInput;
      const backup = { id: input.backup?.id ?? "", version: "v0.9.0" };
      return scene.run(gate, { input: { ...input, backup } });
    },
  },
  {
    gate,
    fault: "somebody else migrates at the same time",
    outcome: "refused",
    says: [
      "step3.3: Somebody else migrates this database",
      "Wait until they have ended, and run the update again.",
    ],
    mend: "let that come to its end",
    attempt: (scene) =>
      scene.holding(
        "SELECT pg_advisory_lock(hashtextextended('taskflow migration guard', 0))",
        () => scene.run(gate),
      ),
  },
  {
    gate,
    fault: "another update migrates at the same time",
    outcome: "refused",
    says: [
      "step3.3: Somebody else migrates this database as taskflow_migrator",
      "Wait until they have ended",
    ],
    mend: "let that come to its end",
    attempt: (scene) => scene.holding(LOCK, () => scene.beside(gate, WAITING)),
  },
  {
    gate,
    fault: "a transaction does not let go of a table",
    outcome: "refused",
    says: [
      "step3.3: The migrations failed:",
      "canceling statement due to lock timeout",
      "The schema is what it was, at 0001_tasks.",
      "Where another session was in their way, end that, and run the update again.",
    ],
    mend: "end the transaction",
    attempt: (scene) => scene.holding(LOCK, () => scene.run(gate)),
  },
  {
    gate,
    fault: "the machine that runs updates loses power in the midst of a migration",
    outcome: "killed",
    says: [],
    attempt: (scene) =>
      whileWaiting(scene, (kill) => {
        kill();
        return Promise.resolve();
      }),
  },
  {
    gate,
    fault: "PostgreSQL is killed in the midst of a migration",
    outcome: "undecided",
    says: [
      "the lock was not held from beginning to end, so the schema may have been changed by others.",
      "See what schema_migrations lists before the next run.",
    ],
    mend: "wait until it is back, and see what schema_migrations lists",
    attempt: (scene) => whileWaiting(scene, () => scene.killPostgres()),
  },
];

/** Does something while the migrations have begun and wait for a lock. */
function whileWaiting(scene: Scene, act: (kill: () => void) => Promise<void>): Promise<Ended> {
  return scene.holding(LOCK, () =>
    scene.run(gate, {
      cue: {
        says: /is made/,
        act: async (kill) => {
          const waiting = `SELECT count(*) FROM pg_stat_activity WHERE ${WAITING}`;
          await scene.until("the migrations' wait", waiting, "1");
          await act(kill);
        },
      },
    }),
  );
}
