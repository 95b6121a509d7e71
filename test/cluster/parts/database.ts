import assert from "node:assert/strict";
import { join } from "node:path";
import { PORTS, logins } from "../../../components/database/names.ts";
import { MAY, MAY_NOT, REFUSAL } from "../../database/rights.ts";
import { Background } from "../background.ts";
import type { Deployed } from "../deployment/deployed.ts";
import type { SessionResult, SessionsInput } from "../programs/sessions.ts";
import type { WriterInput } from "../programs/writer.ts";
import { localStack } from "../stack/local-stack.ts";
import { until } from "../until.ts";
import { POOLER_CLIENTS } from "./settings.ts";

const PROGRAMS = join(import.meta.dirname, "../programs");
const NAMESPACE = "taskflow";
/** Acknowledged before the server is killed, and again afterwards. */
const WRITTEN = 50;

const SERVERS = {
  postgres: { app: "postgres", port: PORTS.postgres, name: "postgres" },
  pooler: { app: "pgbouncer", port: PORTS.pooler, name: "pgbouncer" },
} as const;

/** What its clients may do, and what they are spared. */
export function database(deployed: () => Deployed): void {
  describe("its database", () => {
    const [application] = logins("application");
    const connect = (...options: readonly string[]) =>
      deployed().stack.postgres("psql", ["host=localhost dbname=taskflow", ...options].join(" "));

    it("takes no connection in plain text", async () => {
      const { status, stderr } = await connect("sslmode=disable");
      assert.notEqual(status, 0);
      assert.match(stderr, /pg_hba.conf rejects connection for host .*, no encryption/);
    });

    it("is no server of another authority", async () => {
      const authority = "sslrootcert=/etc/ssl/certs/ca-certificates.crt";
      const { status, stderr } = await connect("sslmode=verify-full", authority);
      assert.notEqual(status, 0);
      assert.match(stderr, /certificate verify failed|does not exist/);
    });

    for (const login of new Set([...MAY, ...MAY_NOT].map((each) => each.login))) {
      it(`lets ${login} do what it must, and nothing else`, async () => {
        const may = MAY.filter((each) => each.login === login);
        const mayNot = MAY_NOT.filter((each) => each.login === login);
        const statements = [...may, ...mayNot].map(({ statement }) => statement);
        const [session] = await sessions("postgres", login, 1, statements);
        assert.ok(session && "results" in session, JSON.stringify(session));
        const { results } = session;
        assert.deepEqual(
          results.slice(0, may.length),
          may.map(({ answer }) => ({ value: answer })),
        );
        for (const [index, { statement }] of mayNot.entries()) {
          assert.match(results[may.length + index]?.refusal ?? "done", REFUSAL, statement);
        }
      });
    }

    it("has no more sessions of the application than its pool, however many come", async () => {
      const { application: pool } = localStack().database.pools;
      const others = "SELECT count(*) FROM pg_stat_activity WHERE usename = current_user";
      const statement = `SELECT pg_sleep(0.5); ${others}`;
      const all = await sessions("pooler", application, 3 * pool, [statement]);
      const counts = all.map((session) =>
        Number("results" in session ? session.results[0]?.value : undefined),
      );
      assert.equal(Math.max(...counts), pool, JSON.stringify(all));
    });

    it("has a pooler that lets in no more clients than it may", async () => {
      const all = await sessions("pooler", application, POOLER_CLIENTS + 10, ["SELECT 1"]);
      const refusals = all.flatMap((session) => ("refusal" in session ? [session.refusal] : []));
      assert.ok(all.length - refusals.length <= POOLER_CLIENTS);
      assert.deepEqual(
        refusals.filter((refusal) => !/no more connections allowed/.test(refusal)),
        [],
      );
      assert.equal(await deployed().stack.release(), "v1.0.0");
    });

    it("loses nothing that it has acknowledged when it is killed while it writes", async () => {
      const { cluster, stack } = deployed();
      const { status } = await stack.pod(NAMESPACE, "backend");
      const input: WriterInput = { url: `http://${status.podIP ?? ""}:3000`, visitors: 4 };
      const writer = new Background(cluster, join(PROGRAMS, "writer.ts"), input);
      const acknowledged = () => writer.lines.filter((line) => line !== "");
      const further = async (from: number) =>
        until("writes", () => acknowledged().length >= from + WRITTEN || undefined, {
          seconds: 300,
        });
      try {
        await further(0);
        await kill();
        await until("a write that fails", () => writer.lines.includes("") || undefined);
        await further(acknowledged().length);
      } finally {
        await writer.end();
      }
      const titles = "SELECT title FROM task WHERE title LIKE 'written %'";
      const { stdout } = await stack.postgres("psql", "-XAtqc", titles, "taskflow");
      const kept = new Set(stdout.split("\n"));
      assert.deepEqual(
        acknowledged().filter((title) => !kept.has(title)),
        [],
      );
    });

    /** Without a signal that the server could answer. */
    async function kill(): Promise<void> {
      const { cluster, stack } = deployed();
      const { status } = await stack.pod(NAMESPACE, "postgres");
      const container = status.containerStatuses?.find(({ name }) => name === "postgres");
      const id = container?.containerID?.replace("containerd://", "") ?? "";
      const ctr = ["ctr", "--namespace=k8s.io", "task", "kill", "--all", "--signal=SIGKILL", id];
      await cluster.sandbox.run(ctr, { env: cluster.environment });
    }

    async function sessions(
      server: keyof typeof SERVERS,
      login: string,
      count: number,
      statements: readonly string[],
    ): Promise<readonly SessionResult[]> {
      const { cluster, stack } = deployed();
      const { app, port, name } = SERVERS[server];
      const { status } = await stack.pod(NAMESPACE, app);
      const passwords = {
        ...(await stack.secret("database-roles")),
        taskflow_owner: (await stack.secret("database-owner"))["password"],
      } as Record<string, string | undefined>;
      const authority = ["get", "secret", `${app}-tls`, `--namespace=${NAMESPACE}`];
      const pem = await cluster.kubectl([...authority, "--output=jsonpath={.data.ca\\.crt}"]);
      const input: SessionsInput = {
        server: { host: status.podIP ?? "", port, name },
        authority: Buffer.from(pem, "base64").toString(),
        login,
        password: passwords[login] ?? "",
        sessions: count,
        statements,
      };
      const program = [process.execPath, join(PROGRAMS, "sessions.ts")];
      const printed = await cluster.sandbox.run(program, {
        env: cluster.environment,
        input: JSON.stringify(input),
      });
      return JSON.parse(printed) as SessionResult[];
    }
  });
}
