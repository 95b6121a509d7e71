import { WORKLOADS } from "../../components/database/names.ts";
import type { Resources } from "../../components/kubernetes/resources.ts";
import { sizes } from "../../stacks/sizes.ts";
import type { Deployed } from "../cluster/deployment/deployed.ts";
import { localStack } from "../cluster/stack/local-stack.ts";
import { until } from "../cluster/until.ts";

/** Of a bit more than a kibibyte. */
const TASKS = 1_000_000;

/** Somebody whose tasks are most of the database. */
const OWNER = "bench@example.com";

/** Text in which nothing comes twice, and that compresses as far as its letters are few. */
const TEXT = "a,b,c,d,e,f,g,h"
  .split(",")
  .map((each) => `encode(sha512((n || '${each}')::bytea), 'hex')`);

/**
 * Releases what is measured: with the CPU of production, 1 GiB of tasks in the database, and their log in the repository.
 *
 * @returns bytes of the database.
 */
export async function releaseFilled(
  deployed: Deployed,
  say: (message: string) => void,
): Promise<number> {
  await deployed.release("v1.0.0");
  await productionSizes(deployed);
  return fill(deployed, say);
}

async function fill({ stack }: Deployed, say: (message: string) => void): Promise<number> {
  say("filling the database");
  await stack.sql(`INSERT INTO account (email, password) VALUES ('${OWNER}', 'none')`);
  // Whatever it does to the pages, it would do to those of one round and not to those of another.
  await stack.sql("ALTER TABLE task SET (autovacuum_enabled = false)");
  await stack.sql(`INSERT INTO task (owner_id, title, description)
    SELECT id, 'Task ' || n, ${TEXT.join(" || ")}
    FROM account, generate_series(1, ${TASKS}) AS n WHERE email = '${OWNER}'`);
  await stack.sql("CHECKPOINT");
  await archived({ stack });
  const bytes = Number(await stack.sql("SELECT pg_database_size(current_database())"));
  say(`the database has ${Math.round(bytes / 2 ** 20)} MiB`);
  return bytes;
}

/** Waits until everything that was written is in the repository. */
export async function archived({ stack }: Pick<Deployed, "stack">): Promise<void> {
  const segment = await stack.sql("SELECT pg_walfile_name(pg_switch_wal())");
  const question = `SELECT last_archived_wal >= '${segment}' FROM pg_stat_archiver`;
  const ask = async () => (await stack.sql(question)) === "t" || undefined;
  await until("the log in the repository", ask, { seconds: 600 });
}

/** Gives the Jobs and the repository the CPU that they have in production, where they are not held back by it. */
async function productionSizes({ cluster }: Deployed): Promise<void> {
  const { repository, backupRun, drill } = sizes({ ...localStack(), environment: "production" });
  const limit = async (object: string, container: string, { cpu }: Resources) => {
    await cluster.kubectl([
      ...["set", "resources", object, "--namespace=taskflow", `--containers=${container}`],
      `--limits=cpu=${cpu.limit}`,
    ]);
  };
  const { fullBackup, incrementalBackup, copy, restore } = WORKLOADS;
  for (const { app } of [fullBackup, incrementalBackup, copy]) {
    await limit(`cronjob/${app}`, app, backupRun);
  }
  await limit(`cronjob/${restore.app}`, restore.app, drill);
  await limit(`statefulset/${WORKLOADS.repository.app}`, "pgbackrest", repository);
  const status = ["rollout", "status", `statefulset/${WORKLOADS.repository.app}`];
  await cluster.kubectl([...status, "--namespace=taskflow", "--timeout=300s"]);
  // kubectl knows no restartable init containers.
  await cluster.kubectl([
    ...["patch", `cronjob/${WORKLOADS.rehearsal.app}`, "--namespace=taskflow"],
    ...["--type=json", `--patch=${JSON.stringify([throwaway(drill)])}`],
  ]);
}

/** The restored server comes before those who use it. */
function throwaway({ cpu }: Resources): object {
  const path = "/spec/jobTemplate/spec/template/spec/initContainers/0/resources/limits/cpu";
  return { op: "replace", path, value: cpu.limit };
}
