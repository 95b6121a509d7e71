import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blockCommandsIn } from "../../docs/commands.ts";
import { Deployed } from "../deployment/deployed.ts";
import { EngineDeployment } from "../deployment/engine.ts";
import { STACK } from "../deployment/project.ts";
import { slowAnswers } from "../deployment/settings.ts";
import { Receiver } from "../parts/receiver.ts";
import { ALERTS, RECEIVING, SECRETS } from "../parts/settings.ts";
import { until } from "../until.ts";
import type { Result } from "../machine.ts";

const NAMESPACE = "--namespace=taskflow";
const OUT = join(tmpdir(), "taskflow-rollback-incident.md");
const DOCUMENT = join(import.meta.dirname, "../../../docs/rollback.md");

/** Refuses every change of the frontend: what an admission webhook that is down does to an update. */
const REFUSAL = [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "no-frontend" },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ["apps"],
            apiVersions: ["v1"],
            operations: ["UPDATE"],
            resources: ["deployments"],
          },
        ],
      },
      validations: [{ expression: "object.metadata.name != 'frontend'", message: "not now" }],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "no-frontend" },
    spec: { policyName: "no-frontend", validationActions: ["Deny"] },
  },
];

describe("going back on the cluster", function () {
  // Each goes on from where the one before has led.
  this.bail(true);

  let deployed: Deployed | undefined;
  const documented = blockCommandsIn(readFileSync(DOCUMENT, "utf8"));
  const unrun = new Set(documented);
  let receiver: Receiver | undefined;
  let dump: string;
  const on = () => {
    assert.ok(deployed);
    return deployed;
  };

  before(async function () {
    deployed = await Deployed.prepare("rollback", [slowAnswers, ...RECEIVING], SECRETS);
    if (!deployed) this.skip();
    receiver = new Receiver(deployed.cluster);
    await deployed.release("v1.0.0");
    await on().stack.sql(
      "INSERT INTO account (email, password) VALUES ('kept@example.com', 'hash')",
    );
    await on().stack.sql("INSERT INTO task (owner_id, title) SELECT id, 'kept' FROM account");
    dump = await rows();
  });

  after(async () => {
    await receiver?.end();
    rmSync(OUT, { force: true });
    await deployed?.cluster.kubectl([
      ...["delete", "--ignore-not-found", "validatingadmissionpolicybinding", "no-frontend"],
    ]);
    await deployed?.end();
  });

  it("goes back from an update that failed half way, though that has come to no gate", async () => {
    await on().cluster.apply(REFUSAL);
    await assert.rejects(on().release("v1.1.0"), /not now/);
    assert.deepEqual(await versions(), { backend: "v1.1.0", frontend: "v1.0.0" });
    const { status, stdout, stderr } = await documentedCommand(
      /^npm run rollback .*requests fail"$/,
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /local goes back to v1\.0\.0 from v1\.1\.0/);
    assert.match(stdout, /frontend is at v1\.0\.0 already/);
    assert.deepEqual(await versions(), { backend: "v1.0.0", frontend: "v1.0.0" });
    assert.equal(await on().stack.release(), "v1.0.0");
    // The data stay, and so does the schema.
    assert.match(await on().stack.dump(), /0002_due_dates/);
    await on().cluster.kubectl(["delete", "validatingadmissionpolicybinding", "no-frontend"]);
    const [record, undone] = (await on().records()).toReversed();
    assert.deepEqual(
      [record?.kind, record?.status, undone?.undoneBy],
      [...["rollback", "success", record?.id]],
    );
    assert.equal(record?.rollback.what, "More than 5 % of requests fail");
    await until("somebody told", () =>
      Promise.resolve(
        receiver?.alerts(ALERTS).find(({ labels }) => labels["record"] === record.id),
      ),
    );
    assert.match(
      readFileSync(OUT, "utf8"),
      /^# Incident: local went back from v1\.1\.0 to v1\.0\.0$/m,
    );
  });

  it("is gone forward from by the next update, which begins a record of its own", async () => {
    await on().deployment.up();
    assert.deepEqual(await versions(), { backend: "v1.1.0", frontend: "v1.1.0" });
    assert.equal(await on().stack.release(), "v1.1.0");
    const newest = (await on().records()).at(-1);
    assert.deepEqual(
      [newest?.version, newest?.status, newest?.undoneBy],
      [...["v1.1.0", "success", undefined]],
    );
    assert.equal(newest?.gates[0]?.name, "smoke");
    assert.ok(newest.earlier.some(({ gate }) => gate === "migrate"));
    assert.equal(newest.schema?.after, "0002_due_dates");
  });

  it("has every record beside the backups", async () => {
    const folder = "/var/lib/pgbackrest/copies/records";
    const listed = await on().cluster.kubectl([
      ...["exec", "pgbackrest-0", NAMESPACE, "--", "ls", folder],
    ]);
    const known = (await on().records()).map(({ id }) => `${id}.json`);
    assert.deepEqual(listed.trim().split("\n").sort(), known.sort());
  });

  it("lists what was released, and shows it in the checklist's form", async () => {
    const all = await documentedCommand(/^npm run releases -- --stack production$/);
    assert.match(all.stdout, /^\S+ +release +v1\.1\.0 .* Success +No$/m);
    assert.match(all.stdout, /^Change fail rate +/m);
    const one = await documentedCommand(/^npm run releases .*--show v1\.1\.0/);
    assert.match(one.stdout, /^\| Schema After \| 0002_due_dates \|$/m);
    assert.match(one.stdout, /^\| Rollback Required \| No \|$/m);
  });

  it("restores the data to before the migrations when asked, and keeps those of now", async () => {
    await on().stack.sql(
      "INSERT INTO task (owner_id, title, due_date) SELECT id, 'new', now() FROM account",
    );
    const { status, stdout, stderr } = await documentedCommand(/--restore-database$/);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /restore the database: keep its present state/);
    assert.deepEqual(await versions(), { backend: "v1.0.0", frontend: "v1.0.0" });
    assert.equal(await on().stack.release(), "v1.0.0");
    assert.equal(await rows(), dump);
  });

  it("restores a logical copy, which is that of a moment ago", async () => {
    const copies = await documentedCommand(/^kubectl /);
    const newest =
      copies.stdout
        .match(/taskflow_backup_\S+\.tar\.gz/g)
        ?.sort()
        .at(-1) ?? "";
    const { status, stdout, stderr } = await documentedCommand(/--restore-database=/, newest);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /frontend is at v1\.0\.0 already/);
    assert.match(await rows(), /\bnew\b/);
  });

  it("has nothing to go back from then, and touches nothing", async () => {
    const { status, stderr } = await command("npm run rollback -- --stack local --reason x --yes");
    assert.equal(status, 2);
    assert.match(stderr, /There is no release that worked|is what runs/);
  });

  it("asks nobody where there is nobody, and touches nothing", async () => {
    const line = "npm run rollback -- --stack local --to v1.1.0 --reason x";
    const { status, stderr } = await command(line);
    assert.equal(status, 2);
    assert.match(stderr, /there is nobody to ask: --yes/);
    assert.equal(await on().stack.release(), "v1.0.0");
  });

  it("is declared by the next update, which refreshes what Pulumi takes for true", async () => {
    const { deployment, stack } = on();
    deployment.configure(on().settings("v1.0.0"));
    const line = documented.find((each) => each.startsWith("npx pulumi up"));
    assert.equal(line, "npx pulumi up --stack production --refresh");
    unrun.delete(line);
    if (deployment instanceof EngineDeployment) {
      const up = await deployment.run(
        "up",
        "--stack",
        STACK,
        "--refresh",
        "--yes",
        "--skip-preview",
      );
      assert.equal(up.status, 0, up.stdout + up.stderr);
      await deployment.expectNoChanges();
    } else {
      await deployment.up();
    }
    assert.deepEqual(await versions(), { backend: "v1.0.0", frontend: "v1.0.0" });
    assert.equal(await stack.release(), "v1.0.0");
    const newest = (await on().records()).at(-1);
    assert.deepEqual(
      [newest?.version, newest?.kind, newest?.status],
      [...["v1.0.0", "release", "success"]],
    );
    assert.deepEqual(await deployment.up(), []);
  });

  it("leaves a record that can be signed", async () => {
    const { status, stderr } = await documentedCommand(/--sign /);
    assert.equal(status, 0, stderr);
    const { version, signatures } = (await on().records()).at(-1) ?? {};
    assert.deepEqual([version, signatures?.map(({ name }) => name)], ["v1.0.0", ["Sam Okafor"]]);
  });

  it("was documented by what was run", () => {
    assert.deepEqual([...unrun], []);
  });

  /** What is in the tables, without the accounts that smoke tests register. */
  async function rows(): Promise<string> {
    return on().stack.sql(
      "SELECT to_jsonb(t) FROM task t ORDER BY id; SELECT to_jsonb(a) FROM account a " +
        "WHERE email LIKE '%@example.com' ORDER BY id; SELECT version FROM schema_migrations ORDER BY 1",
    );
  }

  async function versions(): Promise<Record<string, string>> {
    const path = "{.spec.template.metadata.labels.app\\.kubernetes\\.io/version}";
    const of = (name: string) =>
      on().cluster.kubectl(["get", `deployment/${name}`, NAMESPACE, `--output=jsonpath=${path}`]);
    return { backend: await of("backend"), frontend: await of("frontend") };
  }

  /** Runs what the document says, for this stack. */
  function documentedCommand(pattern: RegExp, copy?: string): Promise<Result> {
    const line = documented.find((each) => pattern.test(each));
    assert.ok(line, `no command of ${DOCUMENT} is ${String(pattern)}`);
    unrun.delete(line);
    const own = line
      .replace("--stack production", "--stack local")
      .replace(/taskflow_backup_\w+\.tar\.gz/, copy ?? "$&");
    return command(own.startsWith("npm run rollback") ? `${own} --yes` : own);
  }

  /** Runs a command of the project, where the cluster is. */
  function command(line: string): Promise<Result> {
    const own = line.startsWith("npm run rollback") ? `${line} --out ${OUT}` : line;
    return on().command(own);
  }
});
