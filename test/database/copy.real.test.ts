import assert from "node:assert/strict";
import { readFileSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCopyReport } from "../../components/release/backup/copy.ts";
import { readReport } from "../../components/release/migration/report.ts";
import { type Schema, digestOf, tablesOf } from "../../components/release/migration/schema.ts";
import { Stage } from "../fixtures/taskflow/stage.ts";
import { missing, until } from "./real/host.ts";

describe("logical copy on a real server", function () {
  this.timeout(60_000);
  let stage: Stage;
  let folder: string;
  let file: string;
  let guards = 0;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stdout.write(`      skipped: ${reason}\n`);
      this.skip();
    }
    stage = await Stage.create();
    folder = stage.cluster.host.folder("copies");
    assert.equal((await stage.migrate("v1.0.0")).status, 0);
    await administer(
      "INSERT INTO account (email, password) SELECT format('%s@example.com', n), 'hash' FROM generate_series(1, 3) n;" +
        "INSERT INTO task (owner_id, title) SELECT 1 + n % 3, 'Task ' || n FROM generate_series(1, 300) n",
    );
  });

  after(async () => {
    await (stage as Stage | undefined)?.close();
  });

  const administer = async (sql: string) => {
    const { status, stdout, stderr } = await stage.cluster.administer(sql);
    assert.equal(status, 0, stderr);
    return stdout.trim();
  };
  const counted = () =>
    administer("SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM task)");
  const schema = async (): Promise<Schema> => {
    const guard = stage.cluster.startMigrationGuard(
      stage.cluster.host.folder(`schema-${++guards}`),
    );
    let printed = "";
    guard.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    await until(() => printed.includes("\n"));
    const closed = new Promise((resolve) => guard.once("close", resolve));
    guard.kill("SIGTERM");
    await closed;
    const { after } = readReport(printed.split("\n"));
    assert.ok(after);
    return after;
  };

  it("has every row, whoever's it is, and is an archive that tar lists", async () => {
    const { status, stdout, stderr } = await stage.cluster.copy(folder);
    assert.equal(status, 0, stderr);
    const report = readCopyReport(stdout.split("\n"));
    assert.match(report.file, /^taskflow_backup_\d{8}T\d{6}Z\.tar\.gz$/);
    assert.deepEqual([report.tables, report.earlier], [4, []]);
    file = join(folder, report.file);
    const listed = await stage.cluster.host.run(["tar", "-tzf", file]);
    assert.match(listed.stdout, /\/database\/toc\.dat$/m);
    assert.match(listed.stdout, /\/roles\.sql$/m);
    assert.equal(listed.stdout.trim().split("\n").length, report.entries);
    assert.equal(readFileSync(file).length, report.bytes);
  });

  it("holds no password of a login", async () => {
    const read = await stage.cluster.host.run(["tar", "-xzOf", file]);
    assert.equal(read.status, 0);
    assert.doesNotMatch(read.stdout, /SCRAM-SHA-256/);
    assert.match(read.stdout, /CREATE ROLE taskflow_application/);
  });

  it("gives everything back as it was, and what has come since is gone", async () => {
    const before = await schema();
    const rows = await counted();
    assert.equal((await stage.migrate("v1.1.0")).status, 0);
    await administer(
      "SET ROLE taskflow_migrator; DELETE FROM account; CREATE TABLE extra (account_id bigint REFERENCES account);" +
        "CREATE TYPE mood AS ENUM ('sad'); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    );
    assert.notEqual(digestOf(await schema()), digestOf(before));

    const { status, stderr } = await stage.cluster.restoreCopy(file);
    assert.equal(status, 0, stderr);
    const after = await schema();
    assert.deepEqual({ ...after, at: "" }, { ...before, at: "" });
    assert.equal(await counted(), rows);
    // Identities go on after the last, and so do migrations.
    await administer("INSERT INTO account (email, password) VALUES ('new@example.com', 'hash')");
    assert.equal((await stage.migrate("v1.1.0")).status, 0);
  });

  it("changes nothing when it is damaged", async () => {
    const before = digestOf(await schema());
    const damaged = join(folder, "damaged.tar.gz");
    const content = readFileSync(file);
    content[content.length >> 1] = (content[content.length >> 1] ?? 0) ^ 0xff;
    stage.cluster.host.file(damaged, "");
    writeFileSync(damaged, content);
    const { status } = await stage.cluster.restoreCopy(damaged);
    assert.notEqual(status, 0);
    assert.equal(digestOf(await schema()), before);
    assert.ok(tablesOf(await schema()).includes("task"));
  });

  it("is kept for so many days, and knows the sizes of those before it", async () => {
    const old = new Date(Date.now() - 5 * 86_400_000);
    utimesSync(file, old, old);
    const name = "taskflow_backup_20200101T000000Z.tar.gz";
    stage.cluster.host.file(join(folder, name), "old");
    utimesSync(join(folder, name), old, old);
    stage.cluster.host.folder("copies", ".taskflow_backup_20200101T000000Z.killed");
    const size = readFileSync(file).length;

    const { stdout, stderr, status } = await stage.cluster.copy(folder, 3);
    assert.equal(status, 0, stderr);
    const report = readCopyReport(stdout.split("\n"));
    assert.deepEqual(report.earlier, [size, 3]);
    assert.deepEqual(readdirSync(folder).toSorted(), ["damaged.tar.gz", report.file].toSorted());
  });
});
