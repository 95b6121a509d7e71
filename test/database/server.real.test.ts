import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { exporterQueries } from "../../components/database/exporter-queries.ts";
import { readBackupReport } from "../../components/release/backup/report.ts";
import { copies } from "../../components/release/backup/verdict.ts";
import { OWNER, ROLES, type Role, logins } from "../../components/database/names.ts";
import { Authority } from "./real/authority.ts";
import { Cluster } from "./real/cluster.ts";
import { type Result, missing, until } from "./real/host.ts";
import { MAY, MAY_NOT, REFUSAL } from "./rights.ts";

const [application, nextApplication] = logins("application");
const [migrator] = logins("migrator");

interface ExporterQuery {
  readonly query: string;
  readonly metrics: readonly Readonly<Record<string, { readonly usage: string }>>[];
}

function refused(result: Result, reason: RegExp): void {
  assert.notEqual(result.status, 0, result.stdout);
  assert.match(result.stderr, reason);
}

function answered(result: Result, expected: string): void {
  assert.equal(result.status, 0, result.stderr);
  assert.equal(result.stdout.trim(), expected);
}

describe("database on real servers", function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let postgres: ChildProcess;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stdout.write(`      skipped: ${reason}\n`);
      this.skip();
    }
    cluster = await Cluster.create();
    postgres = await cluster.serve();
    answered(await cluster.reconcileRoles(), "");
    const created = await cluster.query(
      migrator,
      "CREATE TABLE task (id int PRIMARY KEY, title text);" +
        "ALTER TABLE task ENABLE ROW LEVEL SECURITY; ALTER TABLE task FORCE ROW LEVEL SECURITY;" +
        "CREATE POLICY own ON task USING (title <> 'hidden');" +
        "INSERT INTO task SELECT g, 'task' FROM generate_series(1, 1000) g",
    );
    answered(created, "");
  });

  after(async () => {
    await (cluster as Cluster | undefined)?.close();
  });

  describe("connections", () => {
    it("accept verified TLS and SCRAM", async () => {
      answered(
        await cluster.query(
          application,
          "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
        ),
        "TLSv1.3",
      );
    });

    it("refuse plain text before any password", async () => {
      refused(
        await cluster.query(application, "SELECT 1", { PGSSLMODE: "disable" }),
        /no encryption/,
      );
    });

    it("refuse a wrong password, also the one of another login", async () => {
      const other = cluster.passwords.get(migrator) ?? "";
      refused(
        await cluster.query(application, "SELECT 1", { PGPASSWORD: other }),
        /password authentication failed/,
      );
    });

    it("refuse the superuser from the network, and other databases", async () => {
      const [superuser, elsewhere] = await Promise.all([
        cluster.query("postgres", "SELECT 1", { PGPASSWORD: "any" }),
        cluster.query(application, "SELECT 1", { PGDATABASE: "postgres" }),
      ]);
      refused(superuser, /pg_hba.conf rejects/);
      refused(elsewhere, /pg_hba.conf rejects/);
    });

    it("are refused by clients who trust another authority", async () => {
      const other = new Authority(cluster.host, "other-ca");
      refused(
        await cluster.query(application, "SELECT 1", { PGSSLROOTCERT: other.certificate }),
        /certificate verify failed/,
      );
    });
  });

  describe("rights", () => {
    const first = (role: Role) => logins(role)[0];
    for (const { login, statement, answer } of MAY) {
      it(`${login} may: ${statement.slice(0, 60)}`, async () => {
        answered(await cluster.query(login, statement), answer ?? "");
      });
    }

    it("let the application write and read, also by its other login", async () => {
      const write =
        "INSERT INTO task VALUES (2001, 'x'); UPDATE task SET title = 'y' WHERE id = 2001; DELETE FROM task WHERE id = 2001";
      answered(await cluster.query(application, write), "");
      answered(await cluster.query(nextApplication, "SELECT count(*) > 0 FROM task"), "t");
    });

    it("let a backup see what row security hides", async () => {
      const hidden = "SET row_security = off; SELECT count(*) > 0 FROM task";
      answered(await cluster.query(first("backup"), hidden), "t");
    });

    for (const { login, statement } of MAY_NOT) {
      it(`${login} may not: ${statement.slice(0, 60)}`, async () => {
        refused(await cluster.query(login, statement), REFUSAL);
      });
    }

    it("give the pooler no verifier but those of the logins that it pools", async () => {
      const others = [OWNER, "postgres", ...ROLES.filter((r) => r !== "application").map(first)];
      const query = others
        .map((name) => `SELECT * FROM taskflow_pooler.lookup('${name}')`)
        .join(" UNION ALL ");
      answered(await cluster.query(first("pooler"), query), "");
    });

    it("belong to the group, so that the next login of the migrator can alter what the last one made", async () => {
      answered(
        await cluster.administer("SELECT tableowner FROM pg_tables WHERE tablename = 'task'"),
        "taskflow_migrator",
      );
    });
  });

  describe("role reconciliation", () => {
    it("leaves alone what is as it should be", async () => {
      const result = await cluster.reconcileRoles();
      assert.equal(result.status, 0, result.stderr);
      assert.doesNotMatch(result.stderr, /password set/);
    });

    it("gives the slot that is rotated its new password, and leaves the one in use valid", async () => {
      const before = await cluster.administer(
        "SELECT rotated_at FROM taskflow_ops.credential ORDER BY 1 DESC LIMIT 1",
      );
      const old = cluster.passwords.get(nextApplication) ?? "";
      cluster.rotate(nextApplication, "next");
      const result = await cluster.reconcileRoles();
      assert.match(result.stderr, new RegExp(`${nextApplication}: password set`));
      answered(await cluster.query(nextApplication, "SELECT 1"), "1");
      answered(await cluster.query(application, "SELECT 1"), "1");
      refused(
        await cluster.query(nextApplication, "SELECT 1", { PGPASSWORD: old }),
        /authentication failed/,
      );
      answered(
        await cluster.administer(
          `SELECT login, rotated_at > '${before.stdout.trim()}' FROM taskflow_ops.credential ORDER BY rotated_at DESC LIMIT 1`,
        ),
        `${nextApplication}|t`,
      );
    });

    it("writes neither password nor verifier to the log, but the rest of the DDL", () => {
      const log = cluster.host.logs.join("");
      for (const password of cluster.passwords.values()) assert.ok(!log.includes(password));
      assert.doesNotMatch(log, /SCRAM-SHA-256\$/);
      assert.match(log, /statement: CREATE TABLE task/);
      assert.match(log, /connection authorized: user=taskflow_application_a/);
    });
  });

  describe("pooler", () => {
    before(() => cluster.startPooler());

    it("lets the application in by the server's own verifier, also after a rotation", async () => {
      for (const login of [application, nextApplication]) {
        answered(await cluster.query(login, "SELECT session_user", { via: "pooler" }), login);
      }
    });

    it("connects to the server by TLS", async () => {
      answered(
        await cluster.query(
          application,
          "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
          { via: "pooler" },
        ),
        "t",
      );
    });

    it("refuses plain text, wrong passwords, and every other login", async () => {
      const [plain, wrong, other] = await Promise.all([
        cluster.query(application, "SELECT 1", { via: "pooler", PGSSLMODE: "disable" }),
        cluster.query(application, "SELECT 1", { via: "pooler", PGPASSWORD: "wrong" }),
        cluster.query(migrator, "SELECT 1", { via: "pooler" }),
      ]);
      refused(plain, /SSL required/);
      refused(wrong, /authentication failed/);
      refused(other, /authentication failed|no such user/);
    });

    it("opens no more server connections than its limit", async () => {
      const busy = Array.from({ length: 12 }, (_, index) =>
        cluster.query(index % 2 ? application : nextApplication, "SELECT pg_sleep(0.2)", {
          via: "pooler",
        }),
      );
      const used = "SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'taskflow_app%'";
      const seen: number[] = [];
      const state = { running: true };
      const all = Promise.all(busy).finally(() => (state.running = false));
      while (state.running) seen.push(Number((await cluster.administer(used)).stdout));
      for (const result of await all) assert.equal(result.status, 0, result.stderr);
      assert.ok(Math.max(...seen) <= 5 && Math.max(...seen) > 1, seen.join());
    });
  });

  describe("probes", () => {
    it("find all servers at work", async () => {
      for (const { status, stderr, stdout } of await cluster.probes()) {
        assert.equal(status, 0, stdout + stderr);
      }
    });
  });

  describe("certificates", () => {
    for (const [server, name] of [
      ["postgres", "postgres"],
      ["pooler", "pgbouncer"],
      ["repository", "pgbackrest"],
    ] as const) {
      it(`that are renewed reach the clients of ${name} without a restart`, async () => {
        const before = await cluster.serial(server);
        assert.match(before, /^serial=/);
        cluster.authority.issue(name, cluster.tls[name]);
        await until(async () => (await cluster.serial(server)) !== before);
      });
    }
  });

  describe("backups", () => {
    it("archive and back up into both repositories, and record it", async () => {
      answered({ ...(await cluster.prepareStanza()), stdout: "" }, "");
      const result = await cluster.backup("full");
      assert.equal(result.status, 0, result.stdout + result.stderr);
      const report = readBackupReport(result.stdout.split("\n"));
      const repositories = [1, 2].map((number) => ({ number, location: `repository ${number}` }));
      const made = copies(
        { succeeded: true, report, lastWords: [] },
        { repositories, sizeShare: 0.5 },
      );
      assert.deepEqual(
        made.map(({ repository, type, databaseBytesBefore }) => [
          repository,
          type,
          databaseBytesBefore,
        ]),
        [
          [1, "full", []],
          [2, "full", []],
        ],
      );
      answered(
        await cluster.administer(
          "SELECT repository, kind, succeeded, label IS NOT NULL, database_bytes > stored_bytes FROM taskflow_ops.backup_run ORDER BY 1",
        ),
        "1|full|t|t|t\n2|full|t|t|t",
      );
    });

    it("leave nothing readable off-site", () => {
      const objects = [...cluster.store.objects.values()];
      assert.ok(objects.length > 3);
      for (const content of objects) assert.equal(content.subarray(0, 8).toString(), "Salted__");
    });

    it("give back, from off-site, what was committed before the point and nothing after", async () => {
      answered(
        await cluster.query(application, "INSERT INTO task VALUES (3001, 'since the backup')"),
        "",
      );
      const result = await cluster.drill();
      assert.equal(result.status, 0, result.stdout + result.stderr);
      answered(
        await cluster.administer(
          "SELECT repository, succeeded, step, rto_seconds > 0, rpo_seconds > 300 FROM taskflow_ops.restore_drill",
        ),
        "2|t|is_sound|t|t",
      );
    });
  });

  describe("exporter", () => {
    const queries = parse(exporterQueries("bundled")) as Record<string, ExporterQuery>;
    for (const [name, { query, metrics }] of Object.entries(queries)) {
      it(`may read ${name}, one row for each combination of labels`, async () => {
        const labels = metrics.flatMap((column) =>
          Object.entries(column).flatMap(([label, { usage }]) =>
            usage === "LABEL" ? [label] : [],
          ),
        );
        const key = labels.map((label) => `"${label}"`).join(", ");
        answered(
          await cluster.query(
            logins("exporter")[0],
            `SELECT count(*) > 0, count(*) = count(DISTINCT (${key || "1"})) FROM (${query}) AS rows`,
          ),
          "t|t",
        );
      });
    }
  });

  describe("supervisor", () => {
    it("refuses a folder with something else in it", async () => {
      const foreign = cluster.host.folder("foreign");
      cluster.host.file(join(foreign, "precious"), "data");
      const result = await cluster.host.run(["taskflow-postgres"], {
        ...cluster.databaseEnv(),
        PGDATA: foreign,
      });
      assert.equal(result.status, 1);
      assert.match(result.stderr, /not a database: refusing to touch it/);
      assert.equal(readFileSync(join(foreign, "precious"), "utf8"), "data");
    });

    it("ends sessions that do not end by themselves, and archives what they wrote", async () => {
      answered(await cluster.query(application, "INSERT INTO task VALUES (4001, 'last')"), "");
      const session = cluster.query(application, "SELECT pg_sleep(30)");
      await until(async () => {
        const sleeping =
          "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
        return (await cluster.administer(sleeping)).stdout.trim() === "1";
      });
      await cluster.host.stop(postgres);
      assert.equal(postgres.exitCode, 0);
      refused(await session, /terminating connection due to administrator command/);
    });

    it("restores a lost volume from the repository instead of starting empty", async () => {
      rmSync(join(cluster.host.root, "data"), { recursive: true });
      cluster.host.folder("data");
      postgres = await cluster.startPostgres();
      answered(
        await cluster.query(
          application,
          "SELECT title FROM task WHERE id IN (3001, 4001) ORDER BY id",
        ),
        "since the backup\nlast",
      );
    });

    it("does not start on an empty volume while the repository does not answer", async () => {
      const result = await cluster.host.run(["taskflow-postgres"], {
        ...cluster.databaseEnv(),
        PGDATA: join(cluster.host.root, "empty"),
        PGBACKREST_IO_TIMEOUT: "0.5",
        PGBACKREST_REPO1_HOST_PORT: "1",
        PGBACKREST_REPO2_HOST_PORT: "1",
      });
      assert.equal(result.status, 1);
      assert.match(result.stderr, /without knowing this does not start empty/);
    });
  });
});
