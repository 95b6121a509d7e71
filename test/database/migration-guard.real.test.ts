import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type GuardReport, readReport } from "../../components/release/migration/report.ts";
import { Stage } from "../fixtures/taskflow/stage.ts";
import { missing, until } from "./real/host.ts";

/** A guard with its folder and what it has printed. */
interface Guard {
  readonly folder: string;
  readonly child: ChildProcess;
  readonly printed: () => string;
}

describe("migration guard on a real server", function () {
  this.timeout(60_000);
  let stage: Stage;
  let count = 0;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stdout.write(`      skipped: ${reason}\n`);
      this.skip();
    }
    stage = await Stage.create();
  });

  after(async () => {
    await (stage as Stage | undefined)?.close();
  });

  const start = async (folder = stage.cluster.host.folder(`guard-${++count}`)): Promise<Guard> => {
    const child = stage.cluster.startMigrationGuard(folder);
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    await until(() => existsSync(join(folder, "decided")));
    return { folder, child, printed: () => printed };
  };
  const held = ({ folder }: Guard) => existsSync(join(folder, "held"));
  const end = async ({ child, printed }: Guard): Promise<GuardReport> => {
    const closed = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    await closed;
    return readReport(printed().split("\n"));
  };
  const sessions = async () => {
    const { stdout } = await stage.cluster.administer(
      "SELECT pid FROM pg_locks WHERE locktype = 'advisory'",
    );
    return stdout.trim().split("\n").filter(Boolean);
  };

  it("says what an empty database has before and after the first migration", async () => {
    const guard = await start();
    assert.ok(held(guard));
    const migrated = await stage.migrate("v1.0.0");
    assert.equal(migrated.status, 0, migrated.output);
    const { before, after, lost } = await end(guard);
    assert.deepEqual([before?.versions, before?.tables, lost], [[], [], false]);
    assert.deepEqual(after?.versions, ["0001_tasks"]);
    const names = after.tables.map(({ name }) => name);
    assert.deepEqual(names, ["account", "schema_migrations", "session", "task"]);
    const task = after.tables.at(-1);
    assert.deepEqual([task?.rowSecurity, task?.forced], [true, true]);
    assert.deepEqual(task?.columns.at(0), {
      name: "id",
      type: "bigint",
      required: true,
      filled: true,
      default: null,
    });
    assert.ok(task.rights.some((right) => right.startsWith("taskflow_application=arwd/")));
    assert.ok(
      task.constraints.some(
        ({ kind, definition }) => kind === "f" && /REFERENCES public\.account/.test(definition),
      ),
    );
    assert.ok("policy task_of_account on task" in after.objects);
    assert.deepEqual(await sessions(), []);
  });

  it("lets no second runner begin, says who is at it, and leaves the first one its lock", async () => {
    const first = await start();
    const second = await start();
    assert.ok(held(first) && !held(second));
    const [process = ""] = await sessions();
    const { refused, before, after } = await end(second);
    assert.equal(refused?.holder?.process, Number(process));
    assert.deepEqual([before, after], [undefined, undefined]);
    assert.deepEqual(await sessions(), [process]);
    assert.equal((await end(first)).lost, false);
    const third = await start();
    assert.ok(held(third));
    await end(third);
  });

  it("shows a failed migration to have changed nothing, and a statement of somebody else to have", async () => {
    const failing = await start();
    assert.equal((await stage.migrate("v1.2.0-broken")).status, 1);
    const { before, after } = await end(failing);
    assert.deepEqual(after?.tables.find(({ name }) => name === "task")?.columns.length, 9);
    assert.deepEqual(before?.versions, ["0001_tasks"]);
    assert.deepEqual(after.versions, ["0001_tasks", "0002_due_dates"]);

    for (const [statement, undo] of [
      ["CREATE INDEX extra ON public.task (title)", "DROP INDEX extra"],
      ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION f()"],
      [
        "ALTER POLICY task_of_account ON task USING (true)",
        "ALTER POLICY task_of_account ON task USING (owner_id = nullif(current_setting('taskflow.account_id', true), '')::bigint)",
      ],
      [
        "ALTER TABLE task ALTER status SET DEFAULT 'done'",
        "ALTER TABLE task ALTER status SET DEFAULT 'open'",
      ],
      [
        "REVOKE UPDATE ON task FROM taskflow_application",
        "GRANT UPDATE ON task TO taskflow_application",
      ],
      ["CREATE TYPE mood AS ENUM ('sad')", "DROP TYPE mood"],
    ] as const) {
      const guard = await start();
      const as = (sql: string) => stage.cluster.administer(`SET ROLE taskflow_migrator; ${sql}`);
      assert.equal((await as(statement)).stderr, "");
      const seen = await end(guard);
      assert.notDeepEqual({ ...seen.before, at: "" }, { ...seen.after, at: "" }, statement);
      const again = await start();
      assert.equal((await as(undo)).stderr, "");
      const { after } = await end(again);
      assert.deepEqual({ ...after, at: "" }, { ...seen.before, at: "" }, undo);
    }
  });

  it("says when it has lost the lock, and never takes it a second time", async () => {
    const guard = await start();
    const [process = ""] = await sessions();
    await stage.cluster.administer(`SELECT pg_terminate_backend(${process})`);
    const { lost, after } = await end(guard);
    assert.deepEqual([lost, after], [true, undefined]);

    const restarted = await start(guard.folder);
    assert.ok(!held(restarted));
    assert.deepEqual(await sessions(), []);
    assert.equal((await end(restarted)).lost, true);
  });

  it("leaves nothing running, whenever it is told to end", async () => {
    const { cluster } = stage;
    const folder = cluster.host.folder("guard-told");
    cluster.host.file(join(folder, "decided"), "");
    for (let round = 0; round < 100; round++) {
      const child = cluster.startMigrationGuard(folder);
      assert.ok(child.stdout);
      // What it has started and not ended would hold its output open.
      const closed = once(child, "close");
      await once(child.stdout, "data");
      await setTimeout(round % 4);
      child.kill("SIGTERM");
      await closed;
    }
  });

  it("decides that nothing may begin when the server does not let it in", async () => {
    const { cluster } = stage;
    const folder = cluster.host.folder("guard-outside");
    cluster.rotate("taskflow_migrator_a", "not the password");
    const guard = await start(folder);
    assert.ok(!held(guard));
    assert.deepEqual(await end(guard), { lost: false });
  });
});
