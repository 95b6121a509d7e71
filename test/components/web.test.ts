import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { autoscalerSpec } from "../../components/web/autoscaling.ts";
import {
  BACKEND_PORT,
  Backend,
  type BackendArgs,
  plannedBackendHash,
} from "../../components/web/backend.ts";
import { Frontend, type FrontendArgs, plannedFrontendHash } from "../../components/web/frontend.ts";
import { FRONTEND_PORT, nginxServer } from "../../components/web/nginx.ts";
import { TEMPLATE_HASH, hashOf } from "../../components/web/template-hash.ts";
import { executableFolders } from "../../infra/config/environment.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { placement, platform, resources } from "../support/fixtures.ts";
import { fields, list, objectOf, objectsOf } from "../support/objects.ts";
import { type Container, podTemplatesOf } from "../support/pods.ts";
import { previewResources } from "../support/program.ts";
import { everyPreview } from "../support/variants.ts";

const autoscaling = { minReplicas: 2, maxReplicas: 5 };
const shutdown = { drainSeconds: 10, gracePeriodSeconds: 45 };
const probes = { startup: "/startup", readiness: "/ready", liveness: "/alive" };

function secret(name: string) {
  return { secretName: pulumi.output(name), keys: ["username", "password"] };
}

const backendArgs: BackendArgs = {
  placement,
  image: platform.image("backend"),
  resources,
  autoscaling,
  probes,
  database: {
    host: "pgbouncer",
    port: 5432,
    database: "taskflow",
    login: { username: "taskflow_application_a", secret: secret("login") },
    ca: { secretName: "pgbouncer-tls", key: "ca.crt" },
    poolSize: 10,
  },
  secrets: secret("credentials"),
  environment: { LOG_LEVEL: "info" },
  featureFlags: { comments: true },
  publicUrl: "https://taskflow.example.com",
  shutdown,
};

const frontendArgs: FrontendArgs = {
  placement,
  image: platform.image("frontend"),
  resources,
  autoscaling,
  securityHeaders: { "X-Content-Type-Options": "nosniff" },
  settings: { errorTracking: false },
  probes,
  shutdown,
};

function backend(args: Partial<BackendArgs> = {}): Promise<PreviewDocument> {
  return previewResources(() => {
    new Backend("test-backend", { ...backendArgs, ...args });
  });
}

function frontend(args: Partial<FrontendArgs> = {}): Promise<PreviewDocument> {
  return previewResources(() => {
    new Frontend("test-frontend", { ...frontendArgs, ...args });
  });
}

function onlyContainer(document: PreviewDocument): Container {
  const [pod] = podTemplatesOf(document);
  const [container] = pod?.containers ?? [];
  assert.ok(container, "There is no container.");
  return container;
}

describe("autoscalerSpec", () => {
  it("aims at 70 % of the CPU and 80 % of the memory unless told", () => {
    const targets = (args: Parameters<typeof autoscalerSpec>[1]) =>
      list(autoscalerSpec("backend", args).metrics).map(
        ({ resource }) => fields(fields(resource)["target"])["averageUtilization"],
      );
    assert.deepEqual(targets(autoscaling), [70, 80]);
    const own = { ...autoscaling, targetCpuPercent: 50, targetMemoryPercent: 60 };
    assert.deepEqual(targets(own), [50, 60]);
  });

  it("goes up at once and down slowly", () => {
    const { scaleUp, scaleDown } = fields(autoscalerSpec("backend", autoscaling).behavior);
    assert.equal(fields(scaleUp)["stabilizationWindowSeconds"], 0);
    assert.equal(fields(scaleDown)["stabilizationWindowSeconds"], 300);
    assert.equal(fields(scaleUp)["selectPolicy"], "Max");
    assert.equal(fields(scaleDown)["selectPolicy"], "Min");
    const own = { ...autoscaling, scaleDownStabilizationSeconds: 60 };
    const { scaleDown: sooner } = fields(autoscalerSpec("backend", own).behavior);
    assert.equal(fields(sooner)["stabilizationWindowSeconds"], 60);
  });
});

describe("a web service", () => {
  for (const [name, preview] of [
    ["backend", backend],
    ["frontend", frontend],
  ] as const) {
    it(`(${name}) leaves its replicas to the autoscaler, which waits for it`, async () => {
      const document = await preview();
      const deployment = objectOf(document, { kind: "Deployment" });
      assert.equal("replicas" in deployment.spec, false);
      const { spec, resource } = objectOf(document, { kind: "HorizontalPodAutoscaler" });
      assert.deepEqual(spec["scaleTargetRef"], { apiVersion: "apps/v1", kind: "Deployment", name });
      assert.deepEqual([spec["minReplicas"], spec["maxReplicas"]], [2, 5]);
      assert.equal(resource.dependsOn.includes(deployment.urn), true);
    });

    it(`(${name}) leaves its settings to the pods of releases before`, async () => {
      const { body, resource } = objectOf(await preview(), { kind: "ConfigMap" });
      assert.equal(resource.options.retainOnDelete, true);
      const { annotations } = fields(body["metadata"]);
      assert.equal(fields(annotations)["pulumi.com/patchForce"], "true");
    });

    it(`(${name}) is never below its number while it rolls`, async () => {
      const { spec } = objectOf(await preview(), { kind: "Deployment" });
      assert.deepEqual(spec["strategy"], {
        type: "RollingUpdate",
        rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
      });
    });

    it(`(${name}) has three probes, of which no two are the same`, async () => {
      const { startupProbe, readinessProbe, livenessProbe } = onlyContainer(await preview());
      const asked = [startupProbe, readinessProbe, livenessProbe].map((probe) =>
        JSON.stringify(probe),
      );
      assert.equal(new Set(asked).size, 3);
      assert.equal(asked.includes(JSON.stringify(undefined)), false);
      const paths = [readinessProbe, livenessProbe].map(
        (probe) => fields(probe?.["httpGet"])["path"],
      );
      assert.deepEqual(paths, ["/ready", "/alive"]);
    });

    it(`(${name}) drains, and is killed only after the grace period`, async () => {
      const document = await preview();
      assert.deepEqual(onlyContainer(document).lifecycle, { preStop: { sleep: { seconds: 10 } } });
      assert.equal(podTemplatesOf(document)[0]?.spec["terminationGracePeriodSeconds"], 45);
    });

    it(`(${name}) belongs to one component, which hands out its names`, async () => {
      const document = await preview();
      assert.deepEqual(
        objectsOf(document)
          .filter(({ kind }) => kind !== "ConfigMap")
          .map((object) => object.name),
        [name, name, name, name, name],
      );
    });
  }
});

describe("the hash of the pods' template", () => {
  const hashes = async (
    kind: typeof Backend | typeof Frontend,
    changes: Partial<BackendArgs & FrontendArgs> = {},
  ) => {
    const document = await previewResources(() => {
      const planned =
        kind === Backend
          ? plannedBackendHash("test", { ...backendArgs, ...changes })
          : plannedFrontendHash("test", { ...frontendArgs, ...changes });
      new k8s.core.v1.ConfigMap("planned", { metadata: { name: "planned" }, data: { planned } });
      if (kind === Backend) new Backend("test", { ...backendArgs, ...changes });
      else new Frontend("test", { ...frontendArgs, ...changes });
    });
    const annotated = podTemplatesOf(document)[0]?.annotations[TEMPLATE_HASH];
    const [{ body } = assert.fail("There is no plan.")] = objectsOf(document).filter(
      ({ name }) => name === "planned",
    );
    return { annotated, planned: fields(body["data"])["planned"] };
  };
  const newer = { ...placement, platform: { ...platform, version: "v1.2.4" } };

  for (const [change, kind, changes, isOther] of [
    ["another image", Backend, { image: platform.image("other") }, true],
    ["another version", Backend, { placement: newer }, true],
    ["a feature", Backend, { featureFlags: { comments: false } }, true],
    ["a setting", Backend, { environment: { LOG_LEVEL: "debug" } }, true],
    ["another Secret", Backend, { secrets: secret("credentials-2") }, true],
    ["more memory", Backend, { resources: { ...resources, memory: resources.cpu } }, true],
    ["more replicas", Backend, { autoscaling: { minReplicas: 3, maxReplicas: 9 } }, false],
    ["another image", Frontend, { image: platform.image("other") }, true],
    ["another header", Frontend, { securityHeaders: {} }, true],
    ["a public setting", Frontend, { settings: { errorTracking: true } }, true],
    ["more replicas", Frontend, { autoscaling: { minReplicas: 3, maxReplicas: 9 } }, false],
  ] as const) {
    it(`is ${isOther ? "another" : "the same"} for ${change} of the ${kind.name}, planned and declared`, async () => {
      const [before, after] = [await hashes(kind), await hashes(kind, changes)];
      assert.match(String(before.annotated), /^[0-9a-f]{16}$/);
      assert.equal(after.annotated !== before.annotated, isOther);
      assert.equal(before.planned, before.annotated);
      assert.equal(after.planned, after.annotated);
    });
  }

  it("does not depend on the order of fields", () => {
    assert.equal(
      hashOf({ a: 1, b: { c: [1, { d: 2, e: 3 }] } }),
      hashOf({ b: { c: [1, { e: 3, d: 2 }] }, a: 1 }),
    );
    assert.notEqual(hashOf({ a: [1, 2] }), hashOf({ a: [2, 1] }));
  });
});

describe("Backend", () => {
  it("gets its credentials as files, and none in its environment", async () => {
    const container = onlyContainer(await backend());
    const values = new Map(container.env?.map(({ name, value }) => [name, value]));
    assert.equal(values.get("PGSSLMODE"), "verify-full");
    assert.equal(values.get("PGPASSWORD"), undefined);
    assert.equal(
      container.env?.some(({ valueFrom }) => valueFrom !== undefined),
      false,
    );
    const folders = container.volumeMounts?.map(({ mountPath }) => mountPath) ?? [];
    for (const variable of ["CREDENTIALS_DIR", "DATABASE_CREDENTIALS_DIR"]) {
      assert.equal(folders.includes(values.get(variable) ?? ""), true, variable);
    }
    const authority = values.get("PGSSLROOTCERT") ?? "";
    assert.equal(
      folders.some((folder) => authority.startsWith(`${folder}/`)),
      true,
    );
  });

  it("cannot be given an environment that overrides its own", async () => {
    const { env = [] } = onlyContainer(await backend({ environment: { PORT: "1", EXTRA: "x" } }));
    const values = new Map(env.map(({ name, value }) => [name, value]));
    assert.equal(values.get("PORT"), String(BACKEND_PORT));
    assert.equal(values.get("EXTRA"), "x");
    assert.equal(values.size, env.length);
  });

  it("rolls when a feature is switched", async () => {
    const volumes = async (comments: boolean) =>
      podTemplatesOf(await backend({ featureFlags: { comments } }))[0]?.volumes;
    assert.notDeepEqual(await volumes(true), await volumes(false));
  });

  it("announces its metrics", async () => {
    const { annotations = {} } = podTemplatesOf(await backend())[0] ?? {};
    assert.equal(annotations["prometheus.io/port"], String(BACKEND_PORT));
  });
});

describe("Frontend", () => {
  it("publishes its settings with the release", async () => {
    const { body } = objectOf(await frontend(), { kind: "ConfigMap" });
    assert.deepEqual(JSON.parse(String(fields(body["data"])["settings.json"])), {
      release: platform.version,
      errorTracking: false,
    });
  });
});

describe("the shutdown of every pod", function () {
  this.timeout(60_000);

  for (const [name, preview] of everyPreview) {
    it(`leaves time after the drain in ${name}`, async () => {
      for (const { owner, spec, containers } of podTemplatesOf(await preview())) {
        const grace = Number(spec["terminationGracePeriodSeconds"]);
        for (const { lifecycle, name: container } of containers) {
          const seconds = Number(fields(fields(lifecycle?.["preStop"])["sleep"])["seconds"] ?? 0);
          assert.equal(
            grace - seconds >= 5,
            true,
            `${owner.name}/${container}: ${seconds} of ${grace} s`,
          );
        }
      }
    });
  }
});

describe("nginxServer", () => {
  const headers = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:",
    "X-Quoted": 'a "quoted" \\ value',
  };
  const text = nginxServer(headers, probes);

  it("repeats the headers in every block that serves pages, for blocks do not inherit them", () => {
    const blocks = text.split("location ").slice(1);
    const serving = blocks.filter((block) => block.includes("Cache-Control"));
    assert.equal(serving.length, 3);
    for (const block of serving) {
      assert.match(
        block,
        /add_header Content-Security-Policy "default-src 'self'; img-src 'self' data:" always;/,
      );
      assert.ok(block.includes('add_header X-Quoted "a \\"quoted\\" \\\\ value" always;'));
    }
  });

  it("answers the probes where they ask, on its port", () => {
    assert.ok(text.includes(`listen ${FRONTEND_PORT};`));
    assert.ok(text.includes("location = /ready {"));
    assert.ok(text.includes("location = /alive {"));
  });

  for (const value of ["$host", "a\nb", "a\rb"]) {
    it(`refuses the header value ${JSON.stringify(value)}, which it could not write`, () => {
      assert.throws(() => nginxServer({ "X-A": value }, probes), /dollar sign or a line break/);
    });
  }

  it("is accepted by nginx", function () {
    const nginx = executableFolders()
      .concat("/usr/sbin")
      .map((folder) => join(folder, "nginx"))
      .find(runs);
    if (nginx === undefined) {
      process.stdout.write("    (skipped: there is no nginx here)\n");
      return this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), "taskflow-nginx-"));
    try {
      mkdirSync(join(folder, "logs"));
      writeFileSync(join(folder, "server.conf"), text);
      writeFileSync(
        join(folder, "nginx.conf"),
        `pid ${folder}/pid;\nevents {}\nhttp { access_log off; include ${folder}/server.conf; }\n`,
      );
      execFileSync(
        nginx,
        ["-t", "-q", "-p", folder, "-e", "stderr", "-c", join(folder, "nginx.conf")],
        {
          stdio: "pipe",
        },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function runs(command: string): boolean {
  try {
    execFileSync(command, ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
