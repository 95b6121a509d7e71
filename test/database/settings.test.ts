import assert from "node:assert/strict";
import { parse } from "yaml";
import { bootstrapSql } from "../../components/database/bootstrap-sql.ts";
import { exporterQueries } from "../../components/database/exporter-queries.ts";
import { memorySettings } from "../../components/database/memory.ts";
import { PATHS, ROLES, logins } from "../../components/database/names.ts";
import { offsiteSecretsConf } from "../../components/database/offsite.ts";
import {
  CLUSTER_LISTEN,
  clusterLink,
  databaseHostConf,
  repositories,
  repositoryHostConf,
} from "../../components/database/pgbackrest-conf.ts";
import { pgHba } from "../../components/database/pg-hba.ts";
import { pgbouncerIni } from "../../components/database/pgbouncer-ini.ts";
import { poolProblems } from "../../components/database/pools.ts";
import { postgresqlConf } from "../../components/database/postgresql-conf.ts";
import { retentionOptions } from "../../components/database/retention.ts";
import { rolesSql } from "../../components/database/roles-sql.ts";
import { maxWalSize } from "../../components/database/wal.ts";

const MEBIBYTE = 2 ** 20;

describe("memory settings", () => {
  it("refuse a limit under which the server does not start", () => {
    assert.throws(() => memorySettings(255 * MEBIBYTE), /at least 256Mi, not 255Mi/);
    assert.equal(memorySettings(256 * MEBIBYTE).maxConnections, 50);
  });

  it("allow a connection for each 10 MiB, within bounds, unless told", () => {
    assert.equal(memorySettings(1024 * MEBIBYTE).maxConnections, 102);
    assert.equal(memorySettings(64 * 1024 * MEBIBYTE).maxConnections, 400);
    assert.equal(memorySettings(1024 * MEBIBYTE, 30).maxConnections, 30);
  });

  for (const limit of [256, 512, 1024, 4096, 65536]) {
    it(`fit into ${limit} MiB when every session sorts`, () => {
      const m = memorySettings(limit * MEBIBYTE);
      const used = m.sharedBuffers + 3 * m.maintenanceWorkMem + 2 * m.maxConnections * m.workMem;
      assert.ok(used <= limit, `${used} MiB`);
    });
  }
});

describe("the write-ahead log", () => {
  it("takes a quarter of a small volume, and of a large one no more than a checkpoint needs", () => {
    assert.equal(maxWalSize(1024 * MEBIBYTE), 256);
    assert.equal(maxWalSize(8 * 1024 * MEBIBYTE), 2048);
    assert.equal(maxWalSize(1024 * 1024 * MEBIBYTE), 2048);
  });

  it("has the two segments that the server needs to start", () => {
    assert.equal(maxWalSize(64 * MEBIBYTE), 32);
  });
});

describe("postgresql.conf", () => {
  const text = postgresqlConf({
    memory: memorySettings(1024 * MEBIBYTE),
    timeZone: "Europe/Berlin",
    maxWalSize: maxWalSize(2 ** 30),
    archiveTimeoutSeconds: 300,
    paths: PATHS,
  });

  for (const line of [
    "ssl = 'on'",
    "ssl_min_protocol_version = 'TLSv1.2'",
    "password_encryption = 'scram-sha-256'",
    "wal_level = 'replica'",
    "archive_mode = 'on'",
    "archive_timeout = 300",
    "archive_command = 'pgbackrest --stanza=taskflow archive-push %p'",
    "log_connections = 'on'",
    "log_disconnections = 'on'",
    "log_statement = 'ddl'",
    "timezone = 'Europe/Berlin'",
    "log_timezone = 'Europe/Berlin'",
    "shared_buffers = '256MB'",
    "max_wal_size = '256MB'",
    "shared_preload_libraries = 'pg_stat_statements'",
  ]) {
    it(`has ${line}`, () => {
      assert.ok(text.split("\n").includes(line));
    });
  }
});

describe("pg_hba.conf", () => {
  const rules = pgHba().trim().split("\n");

  it("trusts the socket of the server's own user and nobody else's word", () => {
    assert.deepEqual(
      rules.filter((rule) => !/ (scram-sha-256|reject)$/.test(rule)),
      ["local all postgres peer"],
    );
  });

  it("rejects plain text before it allows anything from the network", () => {
    assert.equal(rules[1], "hostnossl all all all reject");
    assert.ok(rules.slice(2).every((rule) => rule.startsWith("hostssl ")));
  });

  it("ends with a refusal", () => {
    assert.equal(rules.at(-1), "hostssl all all all reject");
  });
});

describe("role statements", () => {
  it("contain no password and no verifier", () => {
    assert.doesNotMatch(rolesSql() + bootstrapSql(), /password\s+'|SCRAM-/i);
  });

  it("declare both logins of every role", () => {
    for (const login of ROLES.flatMap(logins))
      assert.match(rolesSql(), new RegExp(`ROLE ${login} LOGIN`));
  });
});

describe("pgbackrest.conf", () => {
  const link = clusterLink("database");
  const host = {
    link,
    data: PATHS.data,
    sockets: PATHS.sockets,
    databasePort: 5432,
    locks: "/tmp/pgbackrest",
  };
  const offsite = {
    endpoint: "s3.example.com",
    bucket: "backups",
    region: "eu-1",
    folder: "/production",
    retention: { unit: "days", full: 90 },
  } as const;
  const repository = {
    link: clusterLink("repository"),
    listen: CLUSTER_LISTEN,
    repository: PATHS.repository,
    retention: { unit: "backups", full: 4 },
    clients: ["postgres", "restore-drill"],
    database: host,
  } as const;

  it("of the database reaches every repository through the repository host, and knows no off-site bucket", () => {
    const text = databaseHostConf({
      ...host,
      repositories: repositories(offsite),
      live: { listen: CLUSTER_LISTEN, spool: PATHS.spool },
    });
    assert.match(text, /^repo1-host=pgbackrest$/m);
    assert.match(text, /^repo2-host=pgbackrest$/m);
    assert.match(text, /^tls-server-auth=pgbackrest=taskflow$/m);
    assert.doesNotMatch(text, /s3|cipher/);
  });

  it("of a drill serves nobody, and fetches nothing ahead that the next drill could trip over", () => {
    const text = databaseHostConf({ ...host, repositories: [1] });
    assert.doesNotMatch(text, /tls-server|archive-async|repo2/);
  });

  it("of the repository host encrypts what leaves, and lets in the database and the drill", () => {
    const text = repositoryHostConf({ ...repository, offsite });
    assert.match(text, /^repo2-type=s3$/m);
    assert.match(text, /^repo2-cipher-type=aes-256-cbc$/m);
    assert.match(text, /^repo2-s3-uri-style=host$/m);
    assert.match(text, /^repo2-retention-full-type=time\nrepo2-retention-full=90$/m);
    assert.match(
      text,
      /^tls-server-auth=postgres=taskflow\ntls-server-auth=restore-drill=taskflow$/m,
    );
    assert.doesNotMatch(text, /s3-key|cipher-pass/);
  });

  it("of the repository host has one repository where there is no off-site endpoint", () => {
    assert.deepEqual(repositories(undefined), [1]);
    assert.doesNotMatch(repositoryHostConf(repository), /repo2/);
  });

  it("keeps what is secret in a file of its own", () => {
    const text = offsiteSecretsConf({ accessKey: "a", accessKeySecret: "b", passphrase: "c" });
    assert.equal(text, "[global]\nrepo2-s3-key=a\nrepo2-s3-key-secret=b\nrepo2-cipher-pass=c\n");
  });

  for (const full of [0, -1, 1.5]) {
    it(`cannot keep ${full} backups`, () => {
      assert.throws(() => retentionOptions(1, { unit: "backups", full }), /at least 1/);
    });
  }
});

describe("pools", () => {
  const sizes = { replicas: 2, poolSize: 20, maxServerConnections: 25, maxClientConnections: 500 };

  it("fit up to the last connection that is not reserved, with one more pooler in an update", () => {
    assert.deepEqual(poolProblems(sizes, 75 + 17), []);
    assert.match(poolProblems(sizes, 75 + 16).join(), /75 server connections .* at most 24 each/);
  });

  it("are within what one pooler opens", () => {
    assert.deepEqual(poolProblems({ ...sizes, poolSize: 25 }, 200), []);
    assert.match(poolProblems({ ...sizes, poolSize: 26 }, 200).join(), /pool of 26 does not fit/);
  });

  it("serve at least as many clients as they open connections", () => {
    assert.deepEqual(poolProblems({ ...sizes, maxClientConnections: 25 }, 200), []);
    assert.match(poolProblems({ ...sizes, maxClientConnections: 24 }, 200).join(), /24 clients/);
  });
});

describe("pgbouncer.ini", () => {
  const settings = {
    server: { host: "postgres", port: 5432, database: "taskflow" },
    database: "taskflow",
    sizes: { replicas: 2, poolSize: 20, maxServerConnections: 25, maxClientConnections: 500 },
    port: 6432,
    paths: { tls: "/tls", serverCa: "/ca/ca.crt", sockets: "/run/p", users: "/run/p/users.txt" },
  };

  it("has TLS on both sides, verified towards the server, and SCRAM", () => {
    const text = pgbouncerIni({ ...settings, lookup: "taskflow_pooler_a" });
    assert.match(text, /^client_tls_sslmode = require$/m);
    assert.match(text, /^server_tls_sslmode = verify-full$/m);
    assert.match(text, /^auth_type = scram-sha-256$/m);
    assert.match(text, /^pool_mode = transaction$/m);
    assert.match(text, /^auth_user = taskflow_pooler_a$/m);
  });

  it("looks nobody up where the server offers no look-up", () => {
    assert.doesNotMatch(pgbouncerIni(settings), /auth_query|auth_user/);
  });
});

describe("exporter queries", () => {
  interface Query {
    query: string;
    metrics: Record<string, { usage: string; description: string }>[];
  }
  const read = (kind: "bundled" | "external") =>
    parse(exporterQueries(kind)) as Record<string, Query>;

  it("describe columns that the query has", () => {
    for (const [name, { query, metrics }] of Object.entries(read("bundled"))) {
      for (const column of metrics.flatMap(Object.keys)) {
        assert.match(query, new RegExp(`\\b${column}\\b`), `${name}.${column}`);
      }
    }
  });

  it("ask a managed server nothing that only our own has", () => {
    const { taskflow_backup: backup, ...external } = read("external");
    assert.equal(backup, undefined);
    for (const { query } of Object.values(external)) assert.doesNotMatch(query, /taskflow_ops/);
    assert.ok(read("bundled").taskflow_backup);
  });
});
