import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Rehearsal, type RehearsalSource } from "../../components/database/index.ts";
import { claim } from "../../components/kubernetes/volumes.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { type Fields, fields, list, objectOf, objectsOf } from "../support/objects.ts";
import { previewResources } from "../support/program.ts";

const bounds = {
  cpu: { request: "100m", limit: "1" },
  memory: { request: "64Mi", limit: "64Mi" },
  ephemeralStorage: { request: "1Gi", limit: "1Gi" },
};

function preview(source: RehearsalSource): Promise<PreviewDocument> {
  return previewResources(
    () =>
      new Rehearsal("rehearsal", {
        placement: {
          platform: {
            instance: "taskflow",
            version: "v1.1.0",
            timeZone: "Europe/Berlin",
            image: (name) => `registry.example.com/${name}:1@sha256:${"0".repeat(64)}`,
          },
          namespace: "taskflow",
          priorityClass: "taskflow-data",
        },
        issuerName: "internal-ca",
        image: "registry.example.com/migrations:v1.1.0",
        login: {
          username: "taskflow_migrator_a",
          secret: { secretName: pulumi.output("migrator"), keys: ["username", "password"] },
        },
        limits: { lockTimeoutSeconds: 5, statementTimeoutSeconds: 300 },
        resources: bounds,
        serverResources: bounds,
        storage: { size: "20Gi" },
        database: "tasks",
        source,
        after: [],
      }),
  );
}

function podOf(document: PreviewDocument) {
  const { spec } = objectOf(document, { kind: "CronJob" });
  const template = fields(fields(fields(spec["jobTemplate"])["spec"])["template"]);
  const pod = fields(template["spec"]);
  const containers = [...list(pod["initContainers"]), ...list(pod["containers"])];
  const named = (name: string) => containers.find((container) => container["name"] === name) ?? {};
  const env = (name: string): Fields =>
    Object.fromEntries(list(named(name)["env"]).map(({ name, value }) => [String(name), value]));
  return { pod, named, env, text: JSON.stringify(pod) };
}

describe("Rehearsal", () => {
  it("migrates nothing but the server in its own pod, verified as any other", async () => {
    const { pod, env } = podOf(await preview({ kind: "physical", repository: 2 }));
    assert.deepEqual(pod["hostAliases"], [{ ip: "127.0.0.1", hostnames: ["migration-rehearsal"] }]);
    for (const name of ["guard", "migrations"]) {
      const { PGHOST, PGPORT, PGDATABASE, PGSSLMODE } = env(name);
      assert.deepEqual(
        [PGHOST, PGPORT, PGDATABASE, PGSSLMODE],
        ["migration-rehearsal", "5432", "tasks", "verify-full"],
      );
    }
  });

  it("restores from the repository that it is told, with a certificate to be let in by", async () => {
    const document = await preview({ kind: "physical", repository: 2 });
    const { named, text } = podOf(document);
    assert.deepEqual(named("throwaway")["command"], ["taskflow-throwaway", "physical", "2"]);
    assert.match(text, /"secretName":"migration-rehearsal-tls"/);
    const config = JSON.stringify(objectOf(document, { kind: "ConfigMap" }).body["data"]);
    assert.match(config, /repo2-host=pgbackrest/);
    assert.doesNotMatch(config, /repo1/);
  });

  it("restores a logical copy, which it cannot change", async () => {
    const volume = claim("copies", "logical-copy", "/var/lib/pgbackrest/copies");
    const document = await preview({ kind: "logical", volume });
    const { named, text } = podOf(document);
    assert.deepEqual(named("throwaway")["command"], [
      "taskflow-throwaway",
      "logical",
      "/var/lib/pgbackrest/copies",
    ]);
    const mount = list(named("throwaway")["volumeMounts"]).find(({ name }) => name === "copies");
    assert.equal(mount?.["readOnly"], true);
    assert.match(text, /"claimName":"logical-copy"/);
    assert.deepEqual(objectsOf(document, { kind: "ConfigMap" }), []);
  });
});
