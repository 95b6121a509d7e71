import type { MigrateInput } from "../../../../components/release/gates/migrate.ts";
import type {
  RehearseInput,
  RehearseResult,
} from "../../../../components/release/gates/rehearse.ts";
import type { BackupInput, BackupResult } from "../../../../components/release/gates/backup.ts";
import { Cluster } from "../../cluster.ts";
import type { DeployedStack } from "../../deployment/stack.ts";
import { until } from "../../until.ts";
import { type Cue, type Ended, runGate } from "./gate.ts";
import type { Outside } from "./outside.ts";

/** What a scene is made of. */
export interface SceneArgs {
  readonly cluster: Cluster;
  readonly stack: DeployedStack;
  readonly outside: Outside;
  /** Inputs of gates, by their names, as the engine has handed them over or would. */
  readonly inputs: ReadonlyMap<string, object>;
  /** The image of the migrations in a version. */
  readonly image: (version: string) => string;
}

/** A container of a template, as far as it is changed here. */
export interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

/** Has the server's process for the first session of these stand still, and prints its id. */
const FREEZE = `
  for (( tries = 0; tries < 600; tries++ )); do
    pid=$(psql -XAtq --username=postgres --command="SELECT pid FROM pg_stat_activity WHERE $1 LIMIT 1" taskflow)
    if [[ $pid ]] && kill -STOP "$pid"; then
      echo "$pid"
      exit
    fi
    sleep 0.1
  done
  exit 1
`;

/** A deployed stack in which things go wrong. */
export class Scene {
  readonly cluster: Cluster;
  readonly stack: DeployedStack;
  /** What gates ask that is not in the cluster. */
  readonly outside: Outside;
  /** The image of the migrations in a version. */
  readonly image: SceneArgs["image"];
  readonly #inputs: Map<string, object>;

  constructor({ cluster, stack, outside, inputs, image }: SceneArgs) {
    this.cluster = cluster;
    this.stack = stack;
    this.outside = outside;
    this.image = image;
    this.#inputs = new Map(inputs);
  }

  /** What a gate is handed. */
  input(gate: string): object {
    const input = this.#inputs.get(gate);
    if (!input) throw new Error(`The stack has no gate ${gate}.`);
    return input;
  }

  /** Runs a gate, with its own input or another. */
  run(gate: string, { input, cue }: { input?: object; cue?: Cue } = {}): Promise<Ended> {
    return runGate(this.cluster, gate, input ?? this.input(gate), cue);
  }

  /** Makes a version the one that the database's gates are about: its migrations have run nowhere yet. */
  async pending(version: string): Promise<void> {
    const image = this.image(version);
    await this.#templates(version);
    const backup = this.input("backup") as BackupInput;
    const release = { ...backup.release, version };
    this.#inputs.set("backup", { ...backup, release });
    const { copies, id, logical } = await this.#result<BackupResult>("backup");
    this.#inputs.set("rehearse", {
      ...(this.input("rehearse") as RehearseInput),
      ...{ image, version, backup: copies.at(-1)?.label ?? logical.file },
    });
    const { schema } = await this.#result<RehearseResult>("rehearse");
    this.#inputs.set("migrate", {
      ...(this.input("migrate") as MigrateInput),
      ...{ image, version, backup: { id, version }, rehearsed: schema },
    });
  }

  /** Takes back what the migrations of the pending version change. */
  async undoMigration(): Promise<void> {
    await this.sql("ALTER TABLE task DROP COLUMN IF EXISTS due_date");
    await this.sql("DELETE FROM schema_migrations WHERE version = '0002_due_dates'");
  }

  /** Has the Jobs of both gates run these migrations while something is done. */
  async withMigrations(version: string, work: () => Promise<Ended>): Promise<Ended> {
    const { version: before } = this.input("rehearse") as RehearseInput;
    await this.#templates(version);
    return this.afterwards(work(), () => this.#templates(before));
  }

  /** Has the Jobs of a template run another first container while something is done. */
  async withContainer(
    cronJob: string,
    change: (container: Container) => Container,
    work: () => Promise<Ended>,
  ): Promise<Ended> {
    const fields = ["spec", "jobTemplate", "spec", "template", "spec", "containers"];
    const template = `cronjob/${cronJob}`;
    const jsonpath = `--output=jsonpath={.${fields.join(".")}[0]}`;
    const container = JSON.parse(await this.taskflow(["get", template, jsonpath])) as Container;
    const put = (value: Container) => {
      const patch = [{ op: "replace", path: `/${fields.join("/")}/0`, value }];
      return this.taskflow(["patch", template, "--type=json", `--patch=${JSON.stringify(patch)}`]);
    };
    await put(change(container));
    return this.afterwards(work(), () => put(container));
  }

  /**
   * Runs a gate while another run of it is in its midst: from the first session of these on, the server does nothing for
   * that one.
   */
  async beside(gate: string, session: string): Promise<Ended> {
    const second = this.#frozen(session, () => this.run(gate));
    await Promise.all([this.run(gate), second]);
    return second;
  }

  async #frozen<T>(session: string, work: () => Promise<T>): Promise<T> {
    const inServer = (script: string, argument: string) =>
      this.stack.postgres("bash", "-c", script, "bash", argument);
    const { status, stdout, stderr } = await inServer(FREEZE, session);
    if (status !== 0) throw new Error(`no session where ${session}: ${stderr}`);
    return this.afterwards(work(), () => inServer('kill -CONT "$1"', stdout.trim()));
  }

  async #templates(version: string): Promise<void> {
    for (const gate of ["rehearse", "migrate"]) {
      const { cronJob } = this.input(gate) as RehearseInput;
      const template = `cronjob/${cronJob}`;
      await this.taskflow(["set", "image", template, `migrations=${this.image(version)}`]);
      await this.taskflow([
        "set",
        "env",
        template,
        "--containers=migrations",
        `RELEASE=${version}`,
      ]);
    }
  }

  async #result<T>(gate: string): Promise<T> {
    const { status, result, said } = await this.run(gate);
    if (status !== 0) throw new Error(said);
    return JSON.parse(result) as T;
  }

  /** What work comes to, once everything is as it was. */
  async afterwards<T>(work: Promise<T>, mend: () => Promise<unknown>): Promise<T> {
    try {
      return await work;
    } finally {
      await mend();
    }
  }

  /** kubectl in TaskFlow's namespace. */
  taskflow(args: readonly string[], input?: string): Promise<string> {
    return this.cluster.kubectl(["--namespace=taskflow", ...args], input);
  }

  /** Scales something to nothing while the work is done, and waits until it is ready again. */
  async without<T>(
    namespace: string,
    workload: string,
    work: () => Promise<T>,
    replicas = 1,
  ): Promise<T> {
    const place = `--namespace=${namespace}`;
    const scale = (count: number) =>
      this.cluster.kubectl(["scale", place, workload, `--replicas=${count}`]);
    const status = ["rollout", "status", place, workload, "--timeout=300s"];
    await scale(0);
    await until(`the end of ${workload}`, async () => {
      const get = ["get", place, workload, "--output=jsonpath={.status.replicas}"];
      return /^0?$/.test(await this.cluster.kubectl(get)) || undefined;
    });
    return this.afterwards(work(), async () => {
      await scale(replicas);
      await this.cluster.kubectl(status);
    });
  }

  /** Runs SQL in the live database as its superuser. */
  sql(statement: string): Promise<string> {
    return this.stack.sql(statement);
  }

  /** Waits until a query of the live database gives this. */
  async until(what: string, query: string, answer: string): Promise<void> {
    await until(what, async () => (await this.sql(query)) === answer || undefined);
  }

  /** Runs a command where the backups are. */
  inRepository(command: readonly string[]): Promise<string> {
    return this.taskflow(["exec", "pgbackrest-0", "--", ...command]);
  }

  /** Keeps a session open that has done this, while something is done. */
  async holding<T>(statement: string, work: () => Promise<T>): Promise<T> {
    const name = `holder-${Date.now()}`;
    const session = this.sql(
      `SET application_name = '${name}'; BEGIN; ${statement}; SELECT pg_sleep(600)`,
    ).catch(() => undefined);
    const sleeping = `SELECT count(*) FROM pg_stat_activity WHERE application_name = '${name}' AND wait_event = 'PgSleep'`;
    await this.until("the session", sleeping, "1");
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${name}'`;
    return this.afterwards(work(), async () => {
      await this.sql(end);
      await session;
    });
  }

  /** Has the backend's pods be others, which have said of no error yet. */
  async freshBackend(): Promise<void> {
    await this.taskflow(["delete", "pods", "--selector=app=backend"]);
    await this.taskflow(["rollout", "status", "deployment/backend", "--timeout=300s"]);
  }

  /** Ends the server's pod at once, and waits for the one that takes its place. */
  async killPostgres(): Promise<void> {
    await this.taskflow(["delete", "pod", "postgres-0", "--grace-period=0", "--force"]);
    await this.taskflow(["rollout", "status", "statefulset/postgres", "--timeout=300s"]);
  }

  /** Does something while the API server does not answer. */
  async withoutApiServer<T>(work: () => Promise<T>): Promise<T> {
    await this.cluster.sandbox.kill("kube-apiserver");
    return this.afterwards(work(), () => Cluster.up());
  }
}
