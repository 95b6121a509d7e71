import assert from "node:assert/strict";
import { join } from "node:path";
import type { JobEnd } from "../../components/release/kubernetes/job.ts";
import type { Cluster } from "./cluster.ts";
import { sharedCluster } from "./shared.ts";
import { missing } from "./stack/missing.ts";
import { stackImages } from "./stack/images.ts";
import { load } from "./stack/load.ts";
import { until } from "./until.ts";

const NAMESPACE = "gate-jobs";
const inNamespace = `--namespace=${NAMESPACE}`;
const SECRET = "correct horse battery staple";

/** What a run says and leaves. */
interface Outcome extends JobEnd {
  readonly said: readonly string[];
  readonly error?: string;
  readonly name?: string;
  readonly logs?: Readonly<Record<string, readonly string[]>>;
}

describe("Jobs that gates make", () => {
  let cluster: Cluster | undefined;
  let image: string;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stderr.write(`Jobs that gates make skipped: ${reason}\n`);
      this.skip();
    }
    const made = await stackImages();
    image = made.references("v1.0.0")["postgres"] ?? "";
    cluster = await sharedCluster();
    await load(cluster, made.images);
    await cluster.apply([
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
          name: NAMESPACE,
          labels: { "pod-security.kubernetes.io/enforce": "restricted" },
        },
      },
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "login", namespace: NAMESPACE },
        stringData: { username: "somebody", password: SECRET },
      },
    ]);
  });

  after(async () => {
    await cluster?.kubectl(["delete", "namespace", NAMESPACE]);
  });

  const container = (name: string, script: string, more: object = {}) => ({
    name,
    image,
    imagePullPolicy: "Never",
    command: ["bash", "-euc", script],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    volumeMounts: [{ name: "login", mountPath: "/login" }],
    ...more,
  });
  /** A sidecar that reports at its end, as the guard of migrations does. */
  const guard = (end = `echo '{"moment":"after"}'`) =>
    container(
      "guard",
      `trap "${end.replaceAll('"', '\\"')}; exit" TERM; echo '{"moment":"before"}'; echo ready; sleep infinity & wait`,
      {
        restartPolicy: "Always",
      },
    );

  const template = async (
    name: string,
    containers: readonly object[],
    spec: object = {},
    volumes: readonly object[] = [],
  ) => {
    await cluster?.apply([
      {
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name, namespace: NAMESPACE },
        spec: {
          schedule: "0 0 31 2 *",
          suspend: true,
          jobTemplate: {
            spec: {
              ...spec,
              template: {
                spec: {
                  restartPolicy: "Never",
                  automountServiceAccountToken: false,
                  securityContext: {
                    runAsNonRoot: true,
                    seccompProfile: { type: "RuntimeDefault" },
                  },
                  initContainers: [guard()],
                  containers,
                  volumes: [{ name: "login", secret: { secretName: "login" } }, ...volumes],
                },
              },
            },
          },
        },
      },
    ]);
  };
  const run = async (name: string, startSeconds = 60, temporary = false): Promise<Outcome> => {
    assert.ok(cluster);
    const path = `/apis/batch/v1/namespaces/${NAMESPACE}/cronjobs/${name}`;
    const driver = join(import.meta.dirname, "run-job.ts");
    const printed = await cluster.sandbox.run([process.execPath, driver], {
      env: cluster.environment,
      input: JSON.stringify({ path, startSeconds, temporary }),
    });
    return JSON.parse(printed) as Outcome;
  };
  const jobs = async (name: string) => {
    const printed = await cluster?.kubectl(["get", "jobs", inNamespace, "--output=name"]);
    return (printed ?? "").split("\n").filter((line) => line.includes(`/${name}-`));
  };

  it("are followed from their first line to the sidecar's last, without secrets", async () => {
    await template("good", [
      container("migrations", `for i in 1 2 3; do echo "line $i"; done; cat /login/password; echo`),
    ]);
    const { succeeded, said, logs, name } = await run("good");
    assert.equal(succeeded, true, said.join("\n"));
    assert.deepEqual(logs, {
      guard: ['{"moment":"before"}', "ready", '{"moment":"after"}'],
      migrations: ["line 1", "line 2", "line 3", "[redacted]"],
    });
    assert.deepEqual(
      said.toSorted(),
      [
        `Job ${NAMESPACE}/${String(name)} is made`,
        "guard: ready",
        "migrations: [redacted]",
        "migrations: line 1",
        "migrations: line 2",
        "migrations: line 3",
      ].toSorted(),
    );
  });

  it("fail once, with what they and the sidecar have said", async () => {
    await template("bad", [container("migrations", "echo no >&2; exit 3")], { backoffLimit: 6 });
    const { succeeded, why, logs } = await run("bad");
    assert.equal(succeeded, false);
    assert.match(why ?? "", /^BackoffLimitExceeded: /);
    assert.deepEqual(logs?.["migrations"], ["no"]);
    assert.deepEqual(logs["guard"]?.at(-1), '{"moment":"after"}');
    assert.equal((await jobs("bad")).length, 1);
  });

  it("are ended by their deadline, and the sidecar still says what it saw", async () => {
    await template("slow", [container("migrations", "exec sleep 600")], {
      activeDeadlineSeconds: 8,
    });
    const { succeeded, why, logs } = await run("slow");
    assert.equal(succeeded, false);
    assert.match(why ?? "", /^DeadlineExceeded: /);
    assert.deepEqual(logs?.["guard"], ['{"moment":"before"}', "ready", '{"moment":"after"}']);
  });

  it("go, with the volume that they were given, when they are for the time only", async () => {
    const volume = {
      name: "given",
      ephemeral: {
        volumeClaimTemplate: {
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      },
    };
    const claims = () => cluster?.kubectl(["get", "pvc", inNamespace, "--output=name"]);
    const mounted = container("migrations", "echo done", {
      volumeMounts: [{ name: "given", mountPath: "/given" }],
    });
    await template("kept", [mounted], {}, [volume]);
    assert.equal((await run("kept")).succeeded, true);
    assert.match((await claims()) ?? "", /kept-.*-given/);

    await template("temporary", [mounted], {}, [volume]);
    const { succeeded, logs } = await run("temporary", 60, true);
    assert.deepEqual([succeeded, logs?.["migrations"]], [true, ["done"]]);
    await until("the volume's end", async () => {
      const left = (await claims()) ?? "";
      return !left.includes("temporary-") || undefined;
    });
    assert.deepEqual(await jobs("temporary"), []);
  });

  it("that do not begin are removed, and it is said what was in the way", async () => {
    await template("absent", [
      container("migrations", "true", { image: "registry.example.com/absent:1" }),
    ]);
    const { error } = await run("absent", 5);
    assert.match(
      error ?? "",
      /^Job absent-\w+ did not begin within 5 s\. migrations: ErrImageNeverPull/,
    );
    await until("the Job's removal", async () => (await jobs("absent")).length === 0 || undefined);
  });

  it("that get no pod say why", async () => {
    const metadata = { name: "used-up", namespace: NAMESPACE };
    const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata };
    await cluster?.apply([{ ...quota, spec: { hard: { pods: "0" } } }]);
    const seen = ["resourcequota/used-up", "--for=jsonpath={.status.hard.pods}=0"];
    await cluster?.kubectl(["wait", ...seen, inNamespace, "--timeout=60s"]);
    await template("refused", [container("migrations", "true")]);
    const { error } = await run("refused", 5);
    assert.match(
      error ?? "",
      /^Job refused-\w+ did not begin within 5 s\. Error creating: .* exceeded quota: used-up, requested: pods=1, used: pods=\d+, limited: pods=0$/,
    );
    await cluster?.kubectl(["delete", "resourcequota/used-up", inNamespace]);
  });

  it("that somebody removes are not waited for", async () => {
    await template("gone", [container("migrations", "exec sleep 600")]);
    const running = run("gone");
    const [job = ""] = await until("the Job", async () => {
      const found = await jobs("gone");
      return found.length > 0 ? found : undefined;
    });
    const ready = "--for=jsonpath={.status.ready}=1";
    await cluster?.kubectl(["wait", job, inNamespace, ready, "--timeout=60s"]);
    await cluster?.kubectl(["delete", job, inNamespace]);
    assert.match((await running).error ?? "", /was removed before it had ended/);
  });
});
