import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { Cluster } from "./real/cluster.ts";
import { missing } from "./real/host.ts";

describe("restore of the live database on a real server", function () {
  this.timeout(180_000);
  let cluster: Cluster;
  let copies: string;
  let original: string;
  let instant: string;
  let label: string;

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
    await administer(
      "SET ROLE taskflow_migrator; CREATE TABLE task (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text);" +
        "CREATE INDEX ON task (title); ALTER TABLE task ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
    );
    await administer("INSERT INTO task (title) SELECT 'Task ' || n FROM generate_series(1, 300) n");
    copies = cluster.host.folder("copies");
    succeeds(await cluster.copy(copies));
    succeeds(await cluster.backup("full"));
    label = (await administer("SELECT max(label) FROM taskflow_ops.backup_run")).trim();
    original = await cluster.dump();
    instant = (await administer("SELECT clock_timestamp()")).trim().replace(" ", "T");
  });

  after(async () => {
    await (cluster as Cluster | undefined)?.close();
  });

  describe("when something has come since", () => {
    beforeEach(async () => {
      // What a release has done that is undone.
      await administer(
        "SET ROLE taskflow_migrator; DELETE FROM task WHERE id < 10; ALTER TABLE task ADD COLUMN due date;" +
          "CREATE TABLE extra (id int)",
      );
      // As the copy and the backup of the present state do, which are made first.
      succeeds(await cluster.backup("incr"));
      assert.notEqual(await cluster.dump(), original);
    });

    for (const [what, from] of [
      ["a logical copy", () => readdirSync(copies)[0] ?? ""],
      ["a backup", () => label],
      ["an instant", () => instant],
    ] as const) {
      it(`makes the data what they were in ${what}, byte for byte`, async () => {
        const { stderr } = succeeds(await cluster.restore(from(), copies));
        assert.match(stderr, /the data are those of/);
        assert.equal(await cluster.dump(), original);
      });
    }
  });

  for (const [what, from, says] of [
    ["a copy that is not there", "taskflow_backup_20200101T000000Z.tar.gz", /there is no copy/],
    ["a copy elsewhere", "taskflow_backup_/../../x.tar.gz", /there is no copy/],
    ["a backup that is not there", "20200101-000000F", /backup set 20200101-000000F is not valid/],
    ["an instant that has no backup before it", "2020-01-01T00:00:00Z", /unable to find/i],
    ["anything else", "yesterday", /none of a copy, a label and an instant/],
  ] as const) {
    it(`leaves everything as it is for ${what}`, async () => {
      const now = await cluster.dump();
      const { status, stdout, stderr } = await cluster.restore(from, copies);
      assert.notEqual(status, 0);
      assert.match(stdout + stderr, says);
      assert.equal(await cluster.dump(), now);
    });
  }

  async function administer(sql: string): Promise<string> {
    return succeeds(await cluster.administer(sql)).stdout;
  }
});

function succeeds<T extends { status: number | null; stdout: string; stderr: string }>(
  result: T,
): T {
  assert.equal(result.status, 0, result.stdout + result.stderr);
  return result;
}
