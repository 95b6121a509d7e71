import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { BACKUP_GATE } from "../../components/release/backup/anew.ts";
import { readinessGate } from "../../components/release/gates/readiness.ts";
import { registryGate } from "../../components/release/gates/registry.ts";
import { smokeGate } from "../../components/release/gates/smoke.ts";
import { type ReadinessInput, WORKLOAD_NAMES } from "../../components/release/readiness/input.ts";
import { MINORS } from "../../components/release/readiness/versions.ts";
import type { SmokeGateInput } from "../../components/release/smoke/gate-input.ts";
import { TEMPLATE_HASH } from "../../components/web/template-hash.ts";
import type { Settings } from "../../infra/config/index.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { neededStorage } from "../../stacks/readiness.ts";
import { smokeArgs } from "../../stacks/smoke.ts";
import { type Path, changed, draft, parsed } from "../config/support.ts";
import { type Fields, fields, objectsOf } from "../support/objects.ts";
import { podTemplatesOf } from "../support/pods.ts";
import { everyPreview, previewVariant } from "../support/variants.ts";

type Changes = Readonly<Record<string, unknown>>;

/** What readiness is asked in a preview. */
function readinessOf(document: PreviewDocument): ReadinessInput {
  const command = document.resources.find(({ inputs }) => inputs["create"] === "readiness");
  return readinessGate.parse(JSON.parse(String(command?.inputs["stdin"])));
}

/** A copy of the groups with another value at a path. */
function withValue(groups: Changes, [first = "", ...rest]: readonly string[], value: unknown) {
  const inner = (of: Fields, [key = "", ...further]: readonly string[]): Fields => ({
    ...of,
    [key]: further.length > 0 ? inner(fields(of[key]), further) : value,
  });
  return { [first]: rest.length > 0 ? inner(fields(groups[first]), rest) : value };
}

describe("a backup made anew", function () {
  // The first test of a stack previews it.
  this.timeout(120_000);

  for (const [name, preview] of everyPreview) {
    it(`is asked of its gate alone in ${name}`, async () => {
      const { resources } = await preview();
      const named = new RegExp(`^${BACKUP_GATE.replaceAll("**", ".*")}$`);
      const gates = resources.filter(({ urn }) => named.test(urn));
      assert.deepEqual(
        gates.map(({ inputs }) => inputs["create"]),
        ["backup"],
      );
    });
  }
});

describe("what readiness is asked", function () {
  // The first test of a stack previews it.
  this.timeout(120_000);

  for (const [name, preview] of everyPreview) {
    it(`is as the gate reads it in ${name}, and names the pods as they are then declared`, async () => {
      const document = await preview();
      const { workloads, namespace } = readinessOf(document);
      for (const workload of WORKLOAD_NAMES) {
        const { containers, annotations } =
          podTemplatesOf(document).find(
            ({ owner }) => owner.name === workload && owner.namespace === namespace,
          ) ?? assert.fail(`There is no Deployment ${workload}.`);
        assert.equal(annotations[TEMPLATE_HASH], workloads[workload].templateHash);
        assert.equal(containers[0]?.image, workloads[workload].image);
      }
    });

    it(`is for the APIs of all that is declared in ${name}, but for what the stack installs`, async () => {
      const document = await preview();
      const { apis } = readinessOf(document);
      const brings = document.resources.some(
        ({ type }) => type === "kubernetes-cert-manager:index:CertManager",
      );
      const declared = objectsOf(document)
        .map(({ apiVersion }) => apiVersion)
        .filter((api) => api !== "v1" && !(brings && api.startsWith("cert-manager.io/")));
      for (const api of new Set(declared)) assert.ok(apis.includes(api), api);
    });

    it(`is asked when the Secrets of the pods are there in ${name}, and before the database`, async () => {
      const document = await preview();
      const command = document.resources.find(({ inputs }) => inputs["create"] === "readiness");
      const waitsFor = command?.dependsOn ?? [];
      assert.ok(waitsFor.some((urn) => /secrets-backend$/.test(urn)));
      assert.ok(!waitsFor.some((urn) => urn.includes("taskflow:database:")));
    });
  }

  describe("is another question", () => {
    let asked: ReadinessInput | undefined;

    for (const [what, path, value, isOther] of [
      ["the version", ["release", "version"], "v1.0.1", true],
      ["the backend's image", ["release", "backend", "digest"], `sha256:${"1f".repeat(32)}`, true],
      [
        "the frontend's image",
        ["release", "frontend", "digest"],
        `sha256:${"2f".repeat(32)}`,
        true,
      ],
      ["a setting of the backend", ["backend", "environment", "LOG_LEVEL"], "warn", true],
      ["a feature", ["backend", "featureFlags", "taskComments"], false, true],
      ["a setting of the frontend", ["frontend", "environment"], { BANNER: "soon" }, true],
      ["the headers of the pages", ["edge", "contentSources"], {}, true],
      ["the time zone", ["timeZone"], "Europe/Paris", true],
      ["a volume's class", ["database", "storage", "storageClass"], "other", true],
      ["the autoscaler", ["frontend", "autoscaling", "maxReplicas"], 7, false],
      ["a rate limit", ["edge", "rateLimits", "global", "requests"], 90, false],
      ["an origin", ["edge", "corsOrigins"], ["https://other.example.com"], false],
      ["how long measurements are kept", ["monitoring", "prometheus", "retentionDays"], 60, false],
      ["whom to call", ["contacts", "devopsLead", "name"], "Robin Doe", false],
    ] as const) {
      it(`${isOther ? "when" : "not when"} ${what} changes`, async () => {
        const before = (asked ??= readinessOf(await previewVariant(() => ({}))));
        const after = readinessOf(await previewVariant((groups) => withValue(groups, path, value)));
        if (isOther) assert.notDeepEqual(after, before);
        else assert.deepEqual(after, before);
      });
    }
  });

  it("comes with the images, where they are released by digest", async () => {
    for (const [name, preview] of everyPreview) {
      const command = (await preview()).resources.find(
        ({ inputs }) => inputs["create"] === "registry",
      );
      assert.equal(command === undefined, name === "local", name);
      if (!command) continue;
      const { images, login } = registryGate.parse(JSON.parse(String(command.inputs["stdin"])));
      assert.deepEqual(
        images.map((image) => image.replace(/@.*/, "")),
        ["backend", "frontend", "migrations"].map(
          (program) => `registry.example.com/taskflow/${program}:v1.0.0`,
        ),
      );
      assert.equal(login?.secretName, "registry-login");
    }
  });

  it("is for the classes that volumes name, and for a default where one names none", () => {
    assert.deepEqual(neededStorage(settings("production")), {
      classes: ["fast-retain", "standard-retain"],
      needsDefault: false,
    });
    assert.deepEqual(neededStorage(settings("local")), { classes: [], needsDefault: true });
  });

  it("is for a version of Kubernetes that Pod Security is pinned to", () => {
    const { podSecurityVersion } = settings("production").cluster;
    assert.equal(podSecurityVersion, `v1.${MINORS.writtenFor}`);
  });
});

describe("what the smoke test is asked", () => {
  it("is as the gate reads it, and what the edge declares", async () => {
    const asked = await smokeOf(settings("production"), "192.0.2.10");
    assert.deepEqual(smokeGate.parse(JSON.parse(JSON.stringify(asked))), asked);
    assert.deepEqual(asked.edge, { host: "taskflow.example.com", address: "192.0.2.10" });
    assert.deepEqual(asked.loginLimit, { requests: 10, per: "minute" });
    assert.equal(asked.requestsPerSecond, 25);
    assert.equal(asked.limits.p95Milliseconds, 500);
    assert.equal(asked.limits.errorRate, 0.001);
    assert.equal(asked.timeouts.targetSeconds, 360);
    assert.match(
      asked.expectedHeaders.page["Content-Security-Policy"] ?? "",
      /errors\.example\.net/,
    );
    assert.equal(asked.workloads.backend.before?.version, "v0.9.0");
    assert.equal(asked.workloads.frontend.before, undefined);
    assert.deepEqual(asked.k6, { cronJob: "k6-smoke", requestsPerSecond: 200 });
  });

  const cdn = { ranges: ["192.0.2.0/24"], host: "taskflow.cdn.example.net" };
  for (const [name, stack, path, value, address, edge] of [
    [
      "by the address that is configured",
      "production",
      ["edge", "address"],
      "192.0.2.9",
      "192.0.2.10",
      { host: "taskflow.example.com", address: "192.0.2.9" },
    ],
    [
      "through the CDN",
      "production",
      ["edge", "cdn"],
      cdn,
      "192.0.2.10",
      { host: "taskflow.example.com" },
    ],
    [
      "not at all where nothing has an address",
      "local",
      ["edge", "loadBalancer"],
      false,
      undefined,
      undefined,
    ],
    [
      "by its own certificate where nobody else trusts it",
      "local",
      ["edge", "address"],
      "127.0.0.1",
      undefined,
      {
        host: "taskflow.localhost",
        address: "127.0.0.1",
        certificateSecret: "tls-taskflow-localhost",
      },
    ],
    [
      "by the certificate of an authority for tests",
      "staging",
      ["edge", "loadBalancer"],
      true,
      "192.0.2.10",
      {
        host: "taskflow.staging.example.com",
        address: "192.0.2.10",
        certificateSecret: "tls-taskflow-staging-example-com",
      },
    ],
  ] as const) {
    it(`has the edge reached ${name}`, async () => {
      const asked = await smokeOf(settings(stack, path, value), address);
      assert.deepEqual(asked.edge, edge);
    });
  }

  it("expects of a CDN to send a Server header of its own", async () => {
    const asked = await smokeOf(settings("production", ["edge", "cdn"], cdn), "192.0.2.10");
    assert.deepEqual(asked.removedHeaders, []);
    const direct = await smokeOf(settings("production"), "192.0.2.10");
    assert.deepEqual(direct.removedHeaders, ["Server", "X-Powered-By"]);
  });

  it("waits as long as the limit of logins lasts", async () => {
    const hourly = settings("production", ["edge", "rateLimits", "login"], {
      requests: 30,
      per: "hour",
    });
    assert.equal((await smokeOf(hourly, "192.0.2.10")).timeouts.targetSeconds, 3900);
  });

  it("asks less where less is allowed", async () => {
    const slow = settings("production", ["edge", "rateLimits", "global"], {
      requests: 300,
      per: "minute",
    });
    assert.equal((await smokeOf(slow, "192.0.2.10")).requestsPerSecond, 2.5);
  });
});

function settings(stack: string, path: Path = [], value?: unknown): Settings {
  const base = draft(stack);
  const result = parsed(path.length > 0 ? changed(base, path, value) : base, stack);
  return result.ok ? result.config : assert.fail(JSON.stringify(result.problems));
}

function smokeOf(of: Settings, address: string | undefined): Promise<SmokeGateInput> {
  const workload = (name: string) => ({
    deploymentName: name,
    serviceName: name,
    templateHash: `hash-of-${name}`,
  });
  const { smoke } = smokeArgs(of, {
    namespace: "taskflow",
    backend: workload("backend"),
    frontend: workload("frontend"),
    serving: {
      backend: {
        replicaSet: "backend-1",
        revision: "1",
        podTemplateHash: "1",
        version: "v0.9.0",
        images: {},
      },
    },
    smokeUser: { secretName: pulumi.output("smoke-user"), keys: [] },
    address,
    k6: "k6-smoke",
  });
  return new Promise((resolve) => {
    pulumi.output(smoke).apply(resolve);
  });
}
