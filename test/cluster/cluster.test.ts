import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execFileSync, spawn } from "node:child_process";
import { Cluster } from "./cluster.ts";
import { writeImage } from "./images.ts";
import { CGROUP, STATE } from "./layout.ts";
import { missing } from "./missing.ts";
import { Sandbox } from "./sandbox.ts";
import { until } from "./until.ts";

const IMAGE = "registry.example.com/busybox:1";
const NAMESPACE = "trial";

/** What a cluster might leave behind, outside of it. */
function surroundings(): Record<string, readonly string[]> {
  const lines = (text: string) => text.trim().split("\n").sort();
  return {
    interfaces: lines(execFileSync("ip", ["-brief", "link"], { encoding: "utf8" })),
    namespaces: lines(execFileSync("ip", ["netns", "list"], { encoding: "utf8" })),
    mounts: lines(readFileSync("/proc/mounts", "utf8")),
    rules: lines(execFileSync("nft", ["list", "ruleset"], { encoding: "utf8" })),
    groups: readdirSync("/sys/fs/cgroup").filter((name) =>
      readdirSync(join("/sys/fs/cgroup", name)).includes(CGROUP),
    ),
    programs: lines(
      execFileSync("ps", ["-eo", "comm="], { encoding: "utf8" })
        .split("\n")
        .filter((name) => /^(?:kube|etcd|containerd|pause|coredns)/.test(name))
        .join("\n"),
    ),
    folders: readdirSync("/run").concat(readdirSync("/var/lib")).sort(),
  };
}

const restricted = {
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 65532,
    seccompProfile: { type: "RuntimeDefault" },
  },
};
const busybox = (...command: readonly string[]) => ({
  name: "busybox",
  image: IMAGE,
  imagePullPolicy: "Never",
  command: ["/busybox", ...command],
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
});

function objects() {
  const metadata = (name: string) => ({ name, namespace: NAMESPACE });
  return [
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: NAMESPACE,
        labels: { "pod-security.kubernetes.io/enforce": "restricted" },
      },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadata("web"),
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: {
            ...restricted,
            containers: [
              {
                ...busybox("httpd", "-f", "-p", "8080", "-h", "/www"),
                readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: metadata("web"),
      spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: metadata("visitor"),
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            ...restricted,
            restartPolicy: "Never",
            containers: [busybox("wget", "-T", "5", "-O-", "http://web.trial.svc.cluster.local/")],
          },
        },
      },
    },
  ];
}

describe("the cluster", () => {
  const before: ReturnType<typeof surroundings> = {};
  let cluster: Cluster;

  beforeEach(function () {
    const reason = missing();
    if (reason === undefined) return;
    process.stderr.write(`cluster skipped: ${reason}\n`);
    this.skip();
  });

  it("comes up, with a node, names and measurements", async () => {
    await Cluster.down();
    Object.assign(before, surroundings());
    cluster = await Cluster.up();
    assert.deepEqual(
      cluster.status().filter(({ ready }) => !ready),
      [],
    );
    assert.match(cluster.kubectl(["top", "nodes", "--no-headers"]), /^node\s/);
  });

  it("runs restricted pods that reach each other by name", () => {
    const archive = join(STATE, "image-busybox.tar");
    writeImage(
      { reference: IMAGE, program: "/bin/busybox", files: { "www/index.html": "it works\n" } },
      archive,
    );
    cluster.importImage(archive);
    const [namespace, deployment, service, job] = objects();
    const apply = (items: readonly unknown[]) =>
      cluster.kubectl(["apply", "--server-side", "--filename=-"], {
        input: JSON.stringify({ apiVersion: "v1", kind: "List", items }),
      });
    apply([namespace, deployment, service]);
    cluster.kubectl(["rollout", "status", "deployment/web", "-n", NAMESPACE, "--timeout=60s"]);
    apply([job]);
    cluster.kubectl([
      "wait",
      "job/visitor",
      "-n",
      NAMESPACE,
      "--for=condition=complete",
      "--timeout=60s",
    ]);
    assert.match(cluster.kubectl(["logs", "job/visitor", "-n", NAMESPACE]), /it works/);
  });

  it("refuses a pod that is not restricted", () => {
    const { status, stderr } = cluster.sandbox.try(
      ["kubectl", "run", "root", "-n", NAMESPACE, `--image=${IMAGE}`, "--privileged"],
      { env: cluster.environment },
    );
    assert.notEqual(status, 0);
    assert.match(stderr, /violates PodSecurity "restricted:latest"/);
  });

  it("is left as it is by another up", async () => {
    const pods = () => cluster.kubectl(["get", "pods", "-A", "-o", "name"]);
    const processes = () =>
      ["etcd", "kube-apiserver", "containerd", "kubelet"].map((name) =>
        cluster.sandbox.processOf(name),
      );
    const [podsBefore, processesBefore] = [pods(), processes()];
    await Cluster.up();
    assert.deepEqual([pods(), processes()], [podsBefore, processesBefore]);
  });

  it("comes back after its API server was killed", async () => {
    const pid = cluster.sandbox.processOf("kube-apiserver");
    cluster.sandbox.run(["kill", "-KILL", String(pid)]);
    await until("the end of the server", () =>
      cluster.sandbox.processOf("kube-apiserver") === undefined ? true : undefined,
    );
    await Cluster.up();
    assert.match(cluster.kubectl(["get", "deployment", "web", "-n", NAMESPACE]), /2\/2/);
  });

  it("leaves nothing behind", async () => {
    await Cluster.down();
    assert.deepEqual(surroundings(), before);
    await Cluster.down();
  });

  it("leaves nothing behind when what brought it up was killed", async () => {
    const up = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), "up"], {
      stdio: "ignore",
    });
    await until("its API server", () => Sandbox.running()?.processOf("kube-apiserver"));
    up.kill("SIGKILL");
    await Cluster.down();
    assert.deepEqual(surroundings(), before);
  });
});
