import assert from "node:assert/strict";
import * as z from "zod/mini";
import { distance, nearest } from "../../infra/config/nearest.ts";
import { howToSet, keyOf } from "../../infra/config/problem.ts";
import { bytes, millicores } from "../../components/kubernetes/quantity.ts";
import type { Schema } from "../../infra/config/schema/fields.ts";
import * as formats from "../../infra/config/schema/formats.ts";

const D = "0123456789abcdef".repeat(4);

/** Values that a format accepts, and values that it does not: the nearest that are wrong. */
const CASES: Readonly<Record<string, { schema: Schema; right: unknown[]; wrong: unknown[] }>> = {
  version: {
    schema: formats.version,
    right: ["v0.0.1", "v1.10.0", "v2.0.0-rc.1"],
    wrong: ["1.0.0", "v1.0", "v01.0.0", "v1.0.0+build", "v1.0.0-", "latest", " v1.0.0"],
  },
  date: {
    schema: formats.date,
    // The last is what the engine makes of a day without quotes.
    right: ["2027-06-30", "2028-02-29", "2027-06-30 00:00:00 +0000 UTC"],
    wrong: ["2027-02-29", "2027-6-30", "30.06.2027", "2027-06-30T00:00:00Z", "2027-13-01", ""],
  },
  digest: {
    schema: formats.digest,
    right: [`sha256:${D}`],
    wrong: [D, `sha256:${D}0`, `sha256:${D.slice(1)}`, `sha512:${D}`, `sha256:${D.toUpperCase()}`],
  },
  repository: {
    schema: formats.repository,
    right: ["ghcr.io/a/b", "localhost:5000/a", "registry.example.com/a_b/c-d"],
    wrong: [
      "backend",
      "ghcr.io/a:v1",
      `ghcr.io/a@sha256:${D}`,
      "ghcr.io/A",
      "https://ghcr.io/a",
      "ghcr.io/a/",
    ],
  },
  image: {
    schema: formats.image,
    right: [`ghcr.io/a/b:1.0@sha256:${D}`],
    wrong: ["ghcr.io/a/b:1.0", `ghcr.io/a/b@sha256:${D}`, `ghcr.io/a/b:1.0@sha256:${D.slice(1)}`],
  },
  dnsName: {
    schema: formats.dnsName,
    right: ["taskflow.example.com", "xn--mnchen-3ya.example"],
    wrong: [
      "localhost",
      "10.0.0.1",
      "-a.example.com",
      "a..example.com",
      `${"a".repeat(64)}.com`,
      "a.example.com.",
    ],
  },
  host: {
    schema: formats.host,
    right: ["db.example.net", "10.0.0.1", "2001:db8::1"],
    wrong: ["10.0.0.256", "db", "https://db.example.net"],
  },
  cidr: {
    schema: formats.cidr,
    right: ["10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32"],
    wrong: [
      "10.0.0.0",
      "10.0.0.0/33",
      "2001:db8::/129",
      "10.0.0/8",
      "example.com/24",
      "10.0.0.0/-1",
      "10.0.0.0/8/8",
    ],
  },
  cron: {
    schema: formats.cron,
    right: ["0 1 * * 0", "*/15 0-6 1,15 * 1-5", "59 23 31 12 7", "5/10 * * * *"],
    wrong: [
      "0 1 * *",
      "60 1 * * *",
      "0 24 * * *",
      "0 1 0 * *",
      "0 1 * 13 *",
      "0 1 * * 8",
      "0 1 * * 5-1",
      "*/0 * * * *",
      "@daily",
      "0 1 * * SUN",
      "0 1 * * *  ",
    ],
  },
  duration: {
    schema: formats.duration,
    right: ["30s", "5m", "1h30m"],
    wrong: ["30", "0s", "", "1d", "-5m", "5 m"],
  },
  cpu: {
    schema: formats.cpu,
    right: ["250m", "2", "0.5", 2, 0.25],
    wrong: ["0", "2 cores", "1.5m", "-1", "1e3", 0, -1, true],
  },
  size: {
    schema: formats.size,
    right: ["512Mi", "20Gi", "1.5Gi", "100M", 1024],
    wrong: ["0", "20GB", "20gi", "Gi", "-1Gi", "20 Gi"],
  },
  timeZone: {
    schema: formats.timeZone,
    right: [
      "UTC",
      "Europe/Berlin",
      "Asia/Kolkata",
      "Asia/Calcutta",
      "America/Argentina/Buenos_Aires",
    ],
    wrong: ["utc", "Europe/Berln", "+01:00", "Berlin", "europe/berlin", "../../etc/passwd"],
  },
  email: {
    schema: formats.email,
    right: ["a@example.com", "a.b+c@mail.example.com"],
    wrong: ["a", "a@example", "a b@example.com", "<a@example.com>"],
  },
  phone: {
    schema: formats.phone,
    right: ["+15550100100", "+4930123456"],
    wrong: ["5550100100", "+0155501001", "+1 555 010 0100", "+1555"],
  },
  origin: {
    schema: formats.origin,
    right: ["https://a.example.com", "http://localhost:5173", "*"],
    wrong: ["https://a.example.com/", "a.example.com", "https://*.example.com/x"],
  },
  httpsUrl: {
    schema: formats.httpsUrl,
    right: ["https://a.example.com/x?y=1"],
    wrong: ["http://a.example.com", "https://", "https://a b", "javascript:alert(1)"],
  },
  urlPath: {
    schema: formats.urlPath,
    right: ["/", "/health", "/a/b-c.d"],
    wrong: ["health", "", "/a b", "/a?b=1"],
  },
  name: {
    schema: formats.name,
    right: ["taskflow", "a-1"],
    wrong: ["Taskflow", "a.b", "-a", "a".repeat(64), ""],
  },
  variableName: {
    schema: formats.variableName,
    right: ["LOG_LEVEL", "_A1"],
    wrong: ["log_level", "1A", "A-B", ""],
  },
};

describe("formats", () => {
  for (const [name, { schema, right, wrong }] of Object.entries(CASES)) {
    it(`${name} accepts what is right and nothing near it`, () => {
      for (const value of right)
        assert.ok(z.safeParse(schema, value).success, `refuses ${String(value)}`);
      for (const value of wrong)
        assert.ok(!z.safeParse(schema, value).success, `accepts ${String(value)}`);
      for (const value of [null, [], {}, undefined]) assert.ok(!z.safeParse(schema, value).success);
    });
  }

  it("numbers of cores and bytes become text", () => {
    assert.equal(z.parse(formats.cpu, 2), "2");
    assert.equal(z.parse(formats.size, 1024), "1024");
  });
});

describe("quantities", () => {
  it("are compared by what they mean", () => {
    assert.equal(millicores("1500m"), millicores("1.5"));
    assert.equal(bytes("1Gi"), bytes("1024Mi"));
    assert.equal(bytes("1G"), 1e9);
    assert.ok(Number.isNaN(bytes("1GB")));
    assert.ok(Number.isNaN(millicores("x")));
  });
});

describe("nearest", () => {
  it("counts insertions, deletions, substitutions and swaps", () => {
    assert.equal(distance("release", "release"), 0);
    assert.equal(distance("relase", "release"), 1);
    assert.equal(distance("relaese", "release"), 1);
    assert.equal(distance("", "abc"), 3);
  });

  it("finds the nearest, and nothing when all are far", () => {
    assert.equal(nearest("max_replicas", ["minReplicas", "maxReplicas"]), "maxReplicas");
    assert.equal(nearest("horizontal", ["minReplicas", "maxReplicas"]), undefined);
    assert.equal(nearest("x".repeat(100_000), ["maxReplicas"]), undefined);
  });
});

describe("keys and examples", () => {
  it("keys are written as `pulumi config set --path` reads them", () => {
    assert.equal(keyOf(["mail"]), "taskflow:mail");
    assert.equal(keyOf(["mail", "egress", 0, "port"]), "taskflow:mail.egress[0].port");
    assert.equal(
      keyOf(["edge", "controllerPodLabels", "app.kubernetes.io/name"]),
      'taskflow:edge.controllerPodLabels["app.kubernetes.io/name"]',
    );
  });

  it("commands keep the type of the value", () => {
    assert.equal(howToSet(["a", "b"], 3), "pulumi config set --path taskflow:a.b 3");
    assert.equal(
      howToSet(["a", "b"], "3"),
      "pulumi config set --path --type string taskflow:a.b 3",
    );
    assert.equal(
      howToSet(["a", "b"], 0.5),
      "pulumi config set --path --type float taskflow:a.b 0.5",
    );
    assert.equal(howToSet(["a"], "it's"), "pulumi config set taskflow:a 'it'\\''s'");
    assert.equal(howToSet(["a", "b"], ["x"]), "taskflow:a:\n  b:\n    - x");
    assert.equal(howToSet(["a", "b"], "x\ny\n"), "taskflow:a:\n  b: |\n    x\n    y");
  });
});
