import assert from "node:assert/strict";
import { credentialIn, namesCredential } from "../../policies/credentials.ts";

describe("credentials in literals", () => {
  it("are known by the name of the setting", () => {
    for (const name of ["PGPASSWORD", "DB_PASS", "apiKey", "session-secret", "ACCESS_KEY_2"]) {
      assert.ok(namesCredential(name), name);
      assert.notEqual(credentialIn("horse", name), undefined, name);
    }
    for (const name of ["PASSWORD_FILE", "TOKEN_URL", "CACHE_KEY", "PASSENGERS", "MAX_TOKENS"]) {
      assert.ok(!namesCredential(name), name);
      assert.equal(credentialIn("horse", name), undefined, name);
    }
  });

  it("are not paths, references, switches and empty values, whatever the name", () => {
    const harmless = [
      "/run/secrets/password",
      "$(PASSWORD)",
      "${PASSWORD}",
      "$PASSWORD",
      "",
      "true",
    ];
    for (const value of harmless) assert.equal(credentialIn(value, "PASSWORD"), undefined, value);
  });

  it("are known by their format, whatever the name", () => {
    const key = ["-----BEGIN", "RSA PRIVATE", "KEY-----"].join(" ");
    for (const value of [
      key,
      "postgres://taskflow:horse@postgres/taskflow",
      `AKIA${"Z".repeat(16)}`,
      `ghp_${"a1B2".repeat(9)}`,
      "host=postgres password=horse",
      "Authorization: Bearer horsehorse",
      "c2Vj9mV0Q1dlcnR6dWlvcGFzZGZnaGpr4",
      "9f86d081884c7d659a2feaa0c55ad015",
    ]) {
      assert.notEqual(credentialIn(value, "SETTING"), undefined, value);
    }
  });

  it("are not what only looks like them", () => {
    for (const value of [
      "postgres://taskflow@postgres:5432/taskflow?sslmode=verify-full",
      "postgres://taskflow:$(PASSWORD)@postgres/taskflow",
      "https://taskflow.example.com:8443/users/@me",
      `registry.example.com/backend:v1.0.0@sha256:${"9f86d081".repeat(8)}`,
      "0c1d2e3f405162738495a6b7c8d9eaf0b1c2d3e4",
      "123e4567-e89b-12d3-a456-426614174000",
      "taskflow-database-credentials-4f2b9c1d",
      "/etc/ssl/certs/AuthorityThatSigned2026Q3Version01.crt",
      "password-file=/run/secrets/password",
      "basic configuration-of-the-server",
    ]) {
      assert.equal(credentialIn(value, "SETTING"), undefined, value);
    }
  });

  it("are never repeated in what is told", () => {
    for (const value of ["horse", "postgres://taskflow:horse@postgres/taskflow"]) {
      assert.ok(!credentialIn(value, "PASSWORD")?.includes("horse"));
    }
  });

  it("are looked for in time that grows with the text", () => {
    for (const piece of ["a", "a:", "://", "A1b", "password=", "$("]) {
      const started = process.cpuUsage().user;
      credentialIn(piece.repeat(100_000), "SETTING");
      assert.ok(process.cpuUsage().user - started < 2_000_000, piece);
    }
  });
});
