import assert from "node:assert/strict";
import { pgHba } from "../../components/database/pg-hba.ts";
import { postgresSettings, sectionsOf } from "../../policies/config-files.ts";
import { connectionFaults } from "../../policies/connections.ts";
import { hbaEntries, hbaFault } from "../../policies/pg-hba.ts";
import { largestPool, poolsOf } from "../../policies/pools.ts";

const faults = (text: string) =>
  hbaEntries(text)
    .filter((entry) => hbaFault(entry) !== undefined)
    .map(({ line }) => line);

describe("pg_hba.conf", () => {
  it("is right as we write it", () => {
    assert.deepEqual(faults(pgHba()), []);
  });

  it("is read with masks, quotes, comments and continued lines", () => {
    const text = `# who may come
hostssl taskflow app 10.0.0.0 255.0.0.0 scram-sha-256 # the pooler
hostssl "task flow" "a#b" fd00:: ffff:: md5
hostssl taskflow app \\
  samenet trust

hostssl all all 10.0.0.0/8 cert clientcert=verify-full`;
    assert.deepEqual(
      hbaEntries(text).map(({ line, method }) => [line, method]),
      [
        [2, "scram-sha-256"],
        [3, "md5"],
        [5, "trust"],
        [7, "cert"],
      ],
    );
    assert.deepEqual(faults(text), [3, 5]);
  });

  for (const line of [
    "local all all trust",
    "host all all all scram-sha-256",
    "hostnossl all all all scram-sha-256",
    "hostgssenc all all all gss",
    "hostssl all all all password",
    "hostssl all all all",
    "include more.conf",
    "@more.conf",
    "hots all all all reject",
  ]) {
    it(`refuses: ${line}`, () => {
      assert.deepEqual(faults(line), [1]);
    });
  }

  for (const line of [
    "local all postgres peer",
    "host all all all reject",
    "hostnossl all all 10.0.0.0 255.0.0.0 reject",
    "hostssl replication all ::/0 scram-sha-256",
  ]) {
    it(`takes: ${line}`, () => {
      assert.deepEqual(faults(line), []);
    });
  }
});

describe("postgresql.conf", () => {
  it("is read as PostgreSQL reads it", () => {
    const settings = postgresSettings(`# ssl = off
SSL = on # the last of a name wins
log_line_prefix = '%m ''x'' # no comment'
max_connections 200
ssl = off`);
    assert.deepEqual(
      [...settings],
      [
        ["ssl", "off"],
        ["log_line_prefix", "%m 'x' # no comment"],
        ["max_connections", "200"],
      ],
    );
  });
});

describe("pools of PgBouncer", () => {
  const ini = (databases: string, general = "") =>
    sectionsOf(`; a comment\n[databases]\n${databases}\n\n[pgbouncer]\n${general}\n`);

  it("are summed over databases, with the general limit where there is none of their own", () => {
    const two = "a = host=x max_db_connections=20 pool_size=5\nb = host=x";
    assert.equal(largestPool(ini(two, "max_db_connections = 7")), 27);
    assert.equal(largestPool(ini(two)), Infinity);
  });

  it("have no limit when it is zero", () => {
    const [pool] = poolsOf(ini("a = host=x max_db_connections=0"));
    assert.equal(pool?.most, undefined);
  });
});

describe("connections to PostgreSQL in texts", () => {
  const found = (text: string) => [...connectionFaults(text)].length;

  for (const text of [
    "postgres://app@db/taskflow",
    "postgresql://app@db/taskflow?sslmode=require",
    "jdbc:postgresql://db/taskflow?ssl=true",
    "host=db sslmode=prefer",
    "sslmode: disable",
    '"sslmode": "verify-ca"',
    "export PGSSLMODE=allow",
    "psql 'host=db SSLMODE=require'",
  ]) {
    it(`finds: ${text}`, () => {
      assert.ok(found(text) > 0);
    });
  }

  for (const text of [
    "postgres://app@db/taskflow?sslmode=verify-full&sslrootcert=/ca.crt",
    "postgres://pgbouncer@/pgbouncer?host=%2Frun%2Fpgbouncer&sslmode=disable",
    "host=/run/postgresql sslmode=disable",
    "client_tls_sslmode = require",
    "see https://www.postgresql.org/docs",
  ]) {
    it(`lets be: ${text}`, () => {
      assert.equal(found(text), 0);
    });
  }
});
