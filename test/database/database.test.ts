import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { InternalCa } from "../../components/certificates/index.ts";
import { Database, type DatabaseArgs } from "../../components/database/index.ts";
import type { Placement } from "../../components/kubernetes/platform.ts";
import type { Login } from "../../components/secrets/handles.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { previewResources } from "../support/program.ts";

const placement: Placement = {
  platform: {
    instance: "taskflow",
    version: "v1.0.0",
    timeZone: "Europe/Berlin",
    image: (name) => `registry.example.com/${name}:1@sha256:${"0".repeat(64)}`,
  },
  namespace: "taskflow",
  priorityClass: "taskflow-data",
};

const bounds = (memory: string) => ({
  cpu: { request: "100m", limit: "1" },
  memory: { request: memory, limit: memory },
  ephemeralStorage: { request: "1Gi", limit: "1Gi" },
});

const handle = (secretName: string, keys = ["username", "password"]) => ({
  secretName: pulumi.output(secretName),
  keys,
});
const login = (username: string): Login => ({ username, secret: handle(`${username}-login`) });

const pooler = {
  sizes: { replicas: 2, poolSize: 20, maxServerConnections: 25, maxClientConnections: 500 },
  resources: bounds("64Mi"),
};

function bundled(offsite = true): Omit<Extract<DatabaseArgs, { kind: "bundled" }>, "issuerName"> {
  return {
    kind: "bundled",
    placement,
    pooler,
    exporter: { resources: bounds("64Mi") },
    copies: { resources: bounds("256Mi"), retentionDays: 30 },
    postgres: { storage: { size: "20Gi" }, resources: bounds("1Gi") },
    credentials: {
      owner: login("taskflow_owner"),
      migrator: login("taskflow_migrator_a"),
      application: login("taskflow_application_a"),
      backup: login("taskflow_backup_a"),
      exporter: login("taskflow_exporter_a"),
      pooler: login("taskflow_pooler_a"),
      roles: handle("database-roles", ["taskflow_application_a"]),
    },
    protect: true,
    backups: {
      storage: { size: "60Gi", storageClass: "slow" },
      resources: bounds("256Mi"),
      runResources: bounds("256Mi"),
      retention: { unit: "backups", full: 4 },
      full: { cron: "0 1 * * 0" },
      incremental: { cron: "0 1 * * 1-6" },
      drill: {
        schedule: { cron: "0 4 * * 0" },
        storage: { size: "20Gi" },
        resources: bounds("1Gi"),
      },
      ...(offsite && {
        offsite: {
          endpoint: "s3.example.com",
          bucket: "taskflow",
          region: "eu-1",
          folder: "/production",
          retention: { unit: "days" as const, full: 90 },
          secret: handle("offsite", ["offsite.conf"]),
        },
      }),
    },
  };
}

const external: Omit<Extract<DatabaseArgs, { kind: "external" }>, "issuerName"> = {
  kind: "external",
  placement,
  pooler,
  exporter: { resources: bounds("64Mi") },
  host: "db.example.com",
  port: 5432,
  database: "tasks",
  ca: { secretName: "managed-ca", key: "root.pem" },
  maxConnections: 200,
  credentials: { application: login("app"), backup: login("copier"), exporter: login("monitor") },
  copies: { resources: bounds("256Mi"), retentionDays: 30, storage: { size: "50Gi" } },
  protect: true,
};

function preview(
  args: ReturnType<typeof bundled> | typeof external,
  inspect: (database: Database) => void = () => undefined,
): Promise<PreviewDocument> {
  return previewResources(() => {
    const { issuerName } = new InternalCa("ca", { placement });
    inspect(new Database("db", { ...args, issuerName }));
  });
}

interface Named {
  kind: string;
  metadata: { name: string };
}

function objects(document: PreviewDocument): Map<string, PreviewDocument["resources"][number]> {
  return new Map(
    document.resources
      .filter((resource) => resource.custom)
      .map((resource) => {
        const { kind, metadata } = resource.inputs as unknown as Named;
        return [`${kind} ${metadata.name.replace(/-[0-9a-f]{8}$/, "")}`, resource];
      }),
  );
}

describe("Database, bundled", () => {
  let all: ReturnType<typeof objects>;
  const text = (name: string) => JSON.stringify(all.get(name)?.inputs);

  before(async () => {
    all = objects(await preview(bundled()));
  });

  for (const name of [
    "Issuer internal-ca",
    "Certificate internal-ca",
    "Certificate postgres-tls",
    "Certificate pgbackrest-tls",
    "Certificate pgbouncer-tls",
    "Certificate restore-drill-tls",
    "StatefulSet postgres",
    "StatefulSet pgbackrest",
    "Deployment pgbouncer",
    "Deployment postgres-exporter",
    "Job db-roles",
    "Job db-backups-stanza",
    "CronJob backup-full",
    "CronJob backup-incremental",
    "CronJob restore-drill",
    "CronJob logical-copy",
    "PodDisruptionBudget postgres",
  ]) {
    it(`declares ${name}`, () => {
      assert.ok(all.has(name), [...all.keys()].join("\n"));
    });
  }

  it("protects and keeps what holds data", () => {
    for (const name of ["StatefulSet postgres", "StatefulSet pgbackrest"]) {
      assert.equal(all.get(name)?.options.protect, true);
      assert.match(text(name), /"whenDeleted":"Retain"/);
    }
  });

  it("gives the off-site credentials to the repository host and its jobs, and not to the database", () => {
    for (const name of ["StatefulSet pgbackrest", "CronJob backup-full", "Job db-backups-stanza"]) {
      assert.match(text(name), /"secretName":"offsite"/);
    }
    for (const name of ["StatefulSet postgres", "CronJob restore-drill"]) {
      assert.doesNotMatch(text(name), /"secretName":"offsite"/);
    }
  });

  it("runs each schedule alone, in the platform's time zone", () => {
    for (const name of ["backup-full", "backup-incremental", "restore-drill"]) {
      const { spec } = all.get(`CronJob ${name}`)?.inputs as unknown as {
        spec: Record<string, unknown>;
      };
      assert.equal(spec.concurrencyPolicy, "Forbid");
      assert.equal(spec.timeZone, "Europe/Berlin");
      assert.equal(spec.startingDeadlineSeconds, 3600);
    }
  });

  it("backs up into both repositories, or into one where there is no other", async () => {
    assert.match(text("CronJob backup-full"), /"taskflow-backup","full","1","2"/);
    const alone = objects(await preview(bundled(false)));
    assert.match(
      JSON.stringify(alone.get("CronJob backup-full")?.inputs),
      /"taskflow-backup","full","1"\]/,
    );
  });

  it("keeps logical copies on the volume of the backups, on whose node they are made", () => {
    const copy = text("CronJob logical-copy");
    assert.match(copy, /"claimName":"repository-pgbackrest-0"/);
    assert.match(copy, /"taskflow-copy","\/var\/lib\/pgbackrest\/copies","30"/);
    assert.match(copy, /"podAffinity":.*"app":"pgbackrest"/);
    assert.doesNotMatch(copy, /"secretName":"offsite"|pgbackrest-tls/);
  });

  it("starts the repository, the server, the roles, the stanza and the poolers in this order", () => {
    const order = [
      "StatefulSet pgbackrest",
      "StatefulSet postgres",
      "Job db-roles",
      "Job db-backups-stanza",
      "Deployment pgbouncer",
    ];
    for (const [index, name] of order.slice(1).entries()) {
      const before = all.get(order[index] ?? "");
      assert.ok(
        all.get(name)?.dependsOn.includes(before?.urn ?? ""),
        `${name} after ${before?.urn}`,
      );
    }
  });

  it("leaves clients a CA without a key, and a direct way beside the pooled one", async () => {
    await preview(bundled(), ({ pooled, direct, ca }) => {
      assert.equal(ca.key, "ca.crt");
      assert.equal(pooled.database, "taskflow");
      assert.equal(direct.ca.key, "ca.crt");
    });
  });

  it("refuses pools that the server has no connections for", async () => {
    const args = bundled();
    await assert.rejects(
      preview({ ...args, postgres: { ...args.postgres, maxConnections: 80 } }),
      /75 server connections .* at most 21 each/s,
    );
  });

  it("never shows a login's password outside a file", () => {
    for (const [name, { inputs }] of all) {
      assert.doesNotMatch(JSON.stringify(inputs), /secretKeyRef|PASSWORD/, name);
    }
  });
});

describe("Database, external", () => {
  let all: ReturnType<typeof objects>;

  before(async () => {
    all = objects(await preview(external));
  });

  it("keeps the pooler, the exporter, copies and records, and nothing that a managed server does itself", () => {
    const workloads = [...all.keys()].filter((key) =>
      /^(Deployment|StatefulSet|Job|CronJob) /.test(key),
    );
    assert.deepEqual(workloads.sort(), [
      "CronJob logical-copy",
      "CronJob release-archive",
      "Deployment pgbouncer",
      "Deployment postgres-exporter",
    ]);
  });

  it("keeps the copies on a volume of their own, which outlives the stack", () => {
    const volume = all.get("PersistentVolumeClaim logical-copy");
    assert.deepEqual([volume?.options.protect, volume?.options.retainOnDelete], [true, true]);
    const copy = JSON.stringify(all.get("CronJob logical-copy")?.inputs);
    assert.match(copy, /"claimName":"logical-copy"/);
    assert.match(copy, /"secretName":"copier-login"/);
    assert.match(copy, /"name":"PGHOST","value":"db\.example\.com"/);
  });

  it("verifies the managed server against its own authority", () => {
    const config = JSON.stringify(all.get("ConfigMap db-pooler-config")?.inputs);
    assert.match(config, /host=db\.example\.com port=5432 dbname=tasks/);
    assert.match(config, /server_tls_ca_file = \/etc\/taskflow\/server-ca\/root\.pem/);
    assert.doesNotMatch(config, /auth_query/);
  });

  it("lists the application's login for the pooler", () => {
    assert.match(
      JSON.stringify(all.get("Deployment pgbouncer")?.inputs),
      /"secretName":"app-login"/,
    );
  });
});
