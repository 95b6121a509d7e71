import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { logins } from "../../components/database/names.ts";
import { type GuardReport, readReport } from "../../components/release/migration/report.ts";
import { digestOf } from "../../components/release/migration/schema.ts";
import {
  type ThrowawayReport,
  readThrowawayReport,
} from "../../components/release/rehearsal/report.ts";
import { VERSIONS } from "../fixtures/taskflow/versions.ts";
import { Cluster } from "./real/cluster.ts";
import { freePorts, missing, until } from "./real/host.ts";

const [migrator] = logins("migrator");

/** What a rehearsal leaves. */
interface Rehearsed {
  readonly status: number | null;
  readonly output: string;
  readonly guard: GuardReport;
  readonly throwaway: ThrowawayReport;
}

describe("throwaway server of a rehearsal", function () {
  this.timeout(120_000);
  let cluster: Cluster;
  let copies: string;
  let runs = 0;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stdout.write(`      skipped: ${reason}\n`);
      this.skip();
    }
    cluster = await Cluster.create();
    await cluster.serve();
    for (const step of [cluster.reconcileRoles(), cluster.prepareStanza()]) {
      const { status, stdout, stderr } = await step;
      assert.equal(status, 0, stdout + stderr);
    }
    const first = await migrate("v1.0.0", cluster.databaseEnv()["PGPORT"] ?? "");
    assert.equal(first.status, 0, first.output);
    const filled = await cluster.administer(
      "INSERT INTO account (email, password) VALUES ('a@example.com', 'hash');" +
        "INSERT INTO task (owner_id, title) SELECT 1, 'Task ' || n FROM generate_series(1, 300) n",
    );
    assert.equal(filled.stderr, "");
    const backup = await cluster.backup("full");
    assert.equal(backup.status, 0, backup.stdout + backup.stderr);
    copies = cluster.host.folder("copies");
    const copy = await cluster.copy(copies);
    assert.equal(copy.status, 0, copy.stderr);
  });

  after(async () => {
    await (cluster as Cluster | undefined)?.close();
  });

  /** Migrations of a release as their container runs them. */
  const migrate = async (release: string, port: string, sql?: string) => {
    const folder = join(import.meta.dirname, "../fixtures/taskflow");
    const env = {
      ...{ RELEASE: release, PGHOST: "localhost", PGPORT: port, PGDATABASE: "taskflow" },
      ...{ PGSSLMODE: "verify-full", PGSSLROOTCERT: cluster.authority.certificate },
      LOGIN_DIR: join(cluster.host.root, "logins", migrator),
    };
    if (sql !== undefined) {
      const { status, stdout, stderr } = await cluster.query(migrator, sql, { PGPORT: port });
      return { status, output: stdout + stderr };
    }
    const child = spawn(process.execPath, ["migrations/main.ts"], { cwd: folder, env });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    }
    const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { status, output };
  };

  const collected = (child: ChildProcess) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    return async () => {
      const closed = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await closed;
      return printed.split("\n");
    };
  };

  /** As the pod does: the server, the guard, the migrations, and then the guard's end and the server's. */
  const rehearse = async (
    from: readonly string[],
    release: string,
    sql?: string,
  ): Promise<Rehearsed> => {
    const [port = 0] = await freePorts(1);
    const sockets = cluster.host.folder(`throwaway-${++runs}`);
    const endServer = collected(cluster.startThrowaway(from, port, sockets));
    await until(() => existsSync(join(sockets, "settled")));
    const run = cluster.host.folder(`guard-${runs}`);
    const endGuard = collected(
      cluster.startMigrationGuard(run, { PGPORT: String(port), AWAIT_SECONDS: "1" }),
    );
    await until(() => existsSync(join(run, "decided")));
    const migrated = existsSync(join(run, "held"))
      ? await migrate(release, String(port), sql)
      : { status: null, output: "" };
    const guard = readReport(await endGuard());
    return { ...migrated, guard, throwaway: readThrowawayReport(await endServer()) };
  };

  it("has what was backed up, and shows what the migrations make of it and lock", async () => {
    const { status, output, guard, throwaway } = await rehearse(["physical", "2"], "v1.1.0");
    assert.equal(status, 0, output);
    assert.match(throwaway.restored?.backup ?? "", /^\d{8}-\d{6}F$/);
    assert.ok((throwaway.restored?.bytes ?? 0) > 1_000_000);
    assert.deepEqual(guard.before?.versions, ["0001_tasks"]);
    assert.deepEqual(
      guard.after?.versions,
      VERSIONS["v1.1.0"]?.migrations.map((file) => file.replace(".sql", "")),
    );
    assert.deepEqual(throwaway.locks?.rewrites, []);
    const locks = throwaway.locks.locks.map(({ table, mode }) => `${table} ${mode}`);
    assert.deepEqual(locks, ["task AccessExclusiveLock"]);
  });

  it("measures how long a lock keeps others waiting, and what is written anew", async () => {
    const { status, output, throwaway } = await rehearse(
      ["physical", "1"],
      "v1.1.0",
      "BEGIN; ALTER TABLE task ALTER priority TYPE varchar(20); CREATE INDEX ON session (expires_at);" +
        "SELECT pg_sleep(0.5); COMMIT; DROP TABLE session",
    );
    assert.equal(status, 0, output);
    assert.deepEqual(
      throwaway.locks?.rewrites.map(({ table }) => table),
      ["task"],
    );
    const held = new Map(
      throwaway.locks.locks.map(({ table, mode, milliseconds }) => [
        `${table} ${mode}`,
        milliseconds,
      ]),
    );
    assert.ok((held.get("task AccessExclusiveLock") ?? 0) >= 500);
    assert.ok((held.get("session ShareLock") ?? 0) >= 500);
    assert.ok(held.has("session AccessExclusiveLock"));
  });

  it("gives a failed migration away before the live database sees it", async () => {
    const { status, guard } = await rehearse(["physical", "2"], "v1.2.0-broken");
    assert.equal(status, 1);
    assert.equal(guard.after?.versions.at(-1), "0002_due_dates");
    const live = await cluster.query(migrator, "SELECT max(version) FROM schema_migrations");
    assert.equal(live.stdout.trim(), "0001_tasks");
  });

  it("is as good from a logical copy", async () => {
    const physical = await rehearse(["physical", "2"], "v1.1.0");
    const { status, output, guard, throwaway } = await rehearse(["logical", copies], "v1.1.0");
    assert.equal(status, 0, output);
    assert.match(throwaway.restored?.backup ?? "", /^taskflow_backup_.*\.tar\.gz$/);
    assert.ok(guard.after && physical.guard.after);
    assert.equal(digestOf(guard.after), digestOf(physical.guard.after));
    assert.deepEqual(
      throwaway.locks?.locks.map(({ table }) => table),
      ["task"],
    );
  });

  it("is not there when nothing can be restored, and then nothing begins", async () => {
    const empty = cluster.host.folder("no-copies");
    for (const from of [
      ["logical", empty],
      ["physical", "3"],
    ]) {
      const { status, guard, throwaway } = await rehearse(from, "v1.1.0");
      assert.deepEqual([status, guard, throwaway], [null, { lost: false }, {}]);
    }
    const damaged = cluster.host.folder("damaged");
    const file = join(damaged, "taskflow_backup_20261128T010000Z.tar.gz");
    cluster.host.file(file, "");
    writeFileSync(file, "no archive");
    assert.deepEqual((await rehearse(["logical", damaged], "v1.1.0")).throwaway, {});
  });
});
