import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readItems } from "../../infra/checklist/items.ts";
import { evidenceGate } from "../../components/release/gates/evidence.ts";
import {
  type Said,
  ask,
  complete,
  images,
  line,
  lines,
  pem,
  put,
  question,
  refusedItems,
  signer,
  statementOf,
  stranger,
} from "./support.ts";

/** A change to the evidence of a complete release. */
type Change = (evidence: Record<string, Said>) => void;

/** An item, what blocks it, and the nearest that passes. */
interface Case {
  readonly item: string;
  readonly why: string;
  readonly blocked: Change;
  readonly says: RegExp;
  readonly passes?: Change;
}

const set =
  (name: string, values: Readonly<Record<string, unknown>>): Change =>
  (evidence) => {
    for (const [path, value] of Object.entries(values)) put(evidence[name]?.predicate, path, value);
  };

const waiver = (until: string) => ({ reason: "not called", by: "Sam", until });

const cases: readonly Case[] = [
  ...(
    [
      ["code.1", "unit"],
      ["code.2", "integration"],
      ["code.3", "frontend"],
      ["code.4", "backend"],
    ] as const
  ).flatMap(([item, suite]): Case[] => [
    {
      item,
      why: "one test failed",
      blocked: set(suite, { result: "FAILED", failedTests: ["adds up"] }),
      says: /1 test failed: "adds up"/,
      passes: set(suite, { failedTests: undefined }),
    },
    {
      item,
      why: "no test ran",
      blocked: set(suite, { passedTests: [] }),
      says: /No test passed/,
      passes: set(suite, { passedTests: ["one"] }),
    },
    {
      item,
      why: "the run failed outside of the tests",
      blocked: set(suite, { result: "FAILED" }),
      says: /says FAILED of itself/,
    },
  ]),
  {
    item: "code.5",
    why: "a file has errors",
    blocked: set("lint", { result: "FAILED", failedTests: ["app.ts"] }),
    says: /1 file with errors: "app.ts"/,
    passes: set("lint", { result: "WARNED", warnedTests: ["app.ts"] }),
  },
  {
    item: "code.5",
    why: "no file was linted",
    blocked: set("lint", { passedTests: [] }),
    says: /No file was found/,
  },
  {
    item: "code.6 conf.4",
    why: "only the author approved, spelled otherwise",
    blocked: set("review", { approvers: ["A. Lovelace <ADA@example.com >"] }),
    says: /Nobody but its authors approved/,
    passes: set("review", { approvers: ["Ada <ada@example.org>"] }),
  },
  {
    item: "code.6 conf.4",
    why: "another commit was reviewed",
    blocked: set("review", { commit: "e".repeat(40) }),
    says: /e{40} was reviewed, and c{40} is released/,
  },
  {
    item: "conf.4",
    why: "nobody saw the configuration",
    blocked: set("review", { configuration: undefined }),
    says: /Nobody had the rendered configuration/,
  },
  {
    item: "code.7",
    why: "nothing changed, without a reason",
    blocked: set("documentation", { changed: [] }),
    says: /nobody says why none had to/,
    passes: set("documentation", { changed: [], noneNeeded: "a faster query" }),
  },
  {
    item: "code.7",
    why: "a reason that says nothing",
    blocked: set("documentation", { changed: [], noneNeeded: " " }),
    says: /noneNeeded/,
  },
  ...["## 1.0.1", "## [1.0.0-rc.1]", "## Unreleased", "1.0.0", "## 11.0.0", "## 1.0.0.1"].map(
    (heading): Case => ({
      item: "code.8",
      why: `the heading is ${heading}`,
      blocked: set("changelog", { heading }),
      says: /is not of v1\.0\.0/,
    }),
  ),
  ...["## 1.0.0", "# v1.0.0", "### [v1.0.0](https://example.com) (2026-11-27)"].map(
    (heading): Case => ({
      item: "code.8",
      why: `nothing stands below ${heading}`,
      blocked: set("changelog", { heading, entries: 0 }),
      says: /says nothing about v1\.0\.0/,
      passes: set("changelog", { heading }),
    }),
  ),
  {
    item: "perf.1",
    why: "a threshold was missed",
    blocked: set("smoke", { "thresholds.0.met": false }),
    says: /missed 1 threshold: "http_req_duration p\(95\)<500"/,
  },
  {
    item: "perf.1",
    why: "there is no threshold",
    blocked: set("smoke", { thresholds: [] }),
    says: /has no threshold/,
  },
  {
    item: "perf.2 perf.4 perf.5",
    why: "nothing was sent",
    blocked: set("load", { requests: 0 }),
    says: /sent no request/,
    passes: set("load", { requests: 1 }),
  },
  {
    item: "perf.2",
    why: "a threshold was missed",
    blocked: set("load", { "thresholds.0.met": false }),
    says: /load test missed 1 threshold/,
  },
  {
    item: "perf.3",
    why: "no breaking point was recorded",
    blocked: set("stress", { breakingPoint: undefined }),
    says: /recorded no breaking point/,
  },
  {
    item: "perf.3",
    why: "it breaks at what the load test sent",
    blocked: set("stress", { breakingPoint: 200 }),
    says: /not above the peak of 200/,
    passes: set("stress", { breakingPoint: 200.5 }),
  },
  {
    item: "perf.4",
    why: "p95 is at the limit",
    blocked: set("load", { p95Milliseconds: 500 }),
    says: /up to 500 ms, which is not below 500 ms/,
    passes: set("load", { p95Milliseconds: 499.9 }),
  },
  {
    item: "perf.5",
    why: "the share of errors is at the limit",
    blocked: set("load", { errorRate: 0.01 }),
    says: /1 % of the requests failed/,
    passes: set("load", { errorRate: 0.0099 }),
  },
  {
    item: "perf.8",
    why: "the bundle is of the limit",
    blocked: set("bundle", { files: [{ name: "a.js", gzipBytes: 500 * 1024 }] }),
    says: /not below 500 KiB/,
    passes: set("bundle", { files: [{ name: "a.js", gzipBytes: 500 * 1024 - 1 }] }),
  },
  {
    item: "perf.8",
    why: "there is no bundle",
    blocked: set("bundle", { files: [] }),
    says: /bundle is empty/,
  },
  {
    item: "sec.1",
    why: "an update puts a finding right",
    blocked: set("auditBackend", { "findings.0.fix": "update" }),
    says: /GHSA-aaaa-bbbb-cccc in left-pad.*npm audit fix/,
    passes: set("auditBackend", { "findings.0.fix": "breaking" }),
  },
  {
    item: "sec.1",
    why: "a grave finding without a waiver",
    blocked: set("auditFrontend", { "findings.0.severity": "high" }),
    says: /1 of high or critical severity/,
    passes: set("auditFrontend", {
      "findings.0.severity": "high",
      "findings.0.waiver": waiver("2026-11-27"),
    }),
  },
  {
    item: "sec.1",
    why: "the waiver ended yesterday",
    blocked: set("auditFrontend", {
      "findings.0.severity": "critical",
      "findings.0.waiver": waiver("2026-11-26"),
    }),
    says: /high or critical/,
  },
  {
    item: "sec.1",
    why: "the audit is older than the limit",
    blocked: set("auditBackend", { finishedOn: "2026-11-20T11:59:59Z" }),
    says: /more than 7 days ago/,
    passes: set("auditBackend", { finishedOn: "2026-11-20T12:00:00Z" }),
  },
  ...["critical", "CRITICAL", "9.0", "10"].map((score): Case => ({
    item: "sec.2",
    why: `a finding of ${score} without a waiver`,
    blocked: set("scanMigrations", { "scanner.result.0.severity.0.score": score }),
    says: /migrations image has 1 critical: "CVE-2026-0001"/,
    passes: set("scanMigrations", {
      "scanner.result.0.severity.0.score": score,
      "scanner.result.0.annotations": [{ waiver: waiver("2026-12-31") }],
    }),
  })),
  {
    item: "sec.2",
    why: "the waiver ended",
    blocked: set("scanBackend", {
      "scanner.result.0.severity.0.score": "critical",
      "scanner.result.0.annotations": [{ waiver: waiver("2026-11-26") }],
    }),
    says: /whose waiver ended on 2026-11-26/,
  },
  {
    item: "sec.2",
    why: "nobody knows the severity",
    blocked: set("scanBackend", { "scanner.result.0.severity.0.score": "Critcal" }),
    says: /severity "Critcal", which is none/,
    passes: set("scanBackend", { "scanner.result.0.severity.0.score": "8.9" }),
  },
  {
    item: "sec.3",
    why: "the scan is older than the limit",
    blocked: set("scanFrontend", {
      "scanner.db.lastUpdate": "2026-11-25T00:00:00Z",
      "metadata.scanStartedOn": "2026-11-20T11:00:00Z",
      "metadata.scanFinishedOn": "2026-11-20T11:59:59Z",
    }),
    says: /scan of the frontend image is of 2026-11-20T11:59:59Z, more than 7 days/,
    passes: set("scanFrontend", {
      "metadata.scanStartedOn": "2026-11-20T11:00:00Z",
      "metadata.scanFinishedOn": "2026-11-20T13:00:00+01:00",
    }),
  },
  {
    item: "sec.3",
    why: "the scanner's data are older than the limit",
    blocked: set("scanBackend", { "scanner.db.lastUpdate": "2026-11-01T00:00:00Z" }),
    says: /data that the backend image was scanned with is of 2026-11-01/,
  },
  {
    item: "sec.3",
    why: "the scan is yet to come",
    blocked: set("scanBackend", { "metadata.scanFinishedOn": "2026-11-27T12:06:00Z" }),
    says: /yet to come/,
    passes: set("scanBackend", { "metadata.scanFinishedOn": "2026-11-27T12:04:00Z" }),
  },
  {
    item: "db.11",
    why: "a statement takes too long",
    blocked: set("benchmark", { "statements.0.meanMilliseconds": 50 }),
    says: /1 statement took 50 ms or more on average: "4711"/,
    passes: set("benchmark", { "statements.0.meanMilliseconds": 49.9 }),
  },
  {
    item: "db.11",
    why: "no statement ran",
    blocked: set("benchmark", { "statements.0.calls": 0 }),
    says: /ran no statement/,
  },
  {
    item: "docs.4",
    why: "the API is described for another version",
    blocked: set("api", { version: "1.0.1" }),
    says: /version "1\.0\.1", not for 1\.0\.0/,
    passes: set("api", { version: "v1.0.0" }),
  },
  ...["refs/heads/main", "refs/tags/v1.0.1", "v1.0.0", "refs/heads/release/v1.0.0-rc"].map(
    (ref): Case => ({
      item: "step1.1",
      why: `it is built from ${ref}`,
      blocked: set("revision", { ref: ref }),
      says: /not of v1\.0\.0/,
      passes: set("revision", { ref: "refs/heads/release/v1.0.0" }),
    }),
  ),
  ...["pkg:npm/taskflow-backend@0.9.9", "pkg:npm/taskflow-backend", "pkg:pypi/a@1.0.0"].map(
    (purl): Case => ({
      item: "step1.2",
      why: `the package is ${purl}`,
      blocked: set("packageBackend", { purl: purl }),
      says: /not of version 1\.0\.0/,
      passes: set("packageBackend", { purl: "pkg:npm/%40taskflow/backend@1.0.0" }),
    }),
  ),
];

describe("evidence gate", () => {
  it("decides exactly the checklist's items of this kind", () => {
    const items = readItems().flatMap(({ kind, id }) => (kind === "evidence" ? [id] : []));
    assert.deepEqual([...evidenceGate.checklist].sort(), [...items].sort());
    const tried = new Set(cases.flatMap(({ item }) => item.split(" ")));
    assert.deepEqual([...tried].sort(), [...items].sort());
  });

  it("lets a complete bundle pass, and says what is so of every item", async () => {
    const outcome = await ask(lines(complete()));
    assert.ok(outcome.held, JSON.stringify(outcome));
    assert.deepEqual(Object.keys(outcome.result.facts).sort(), [...evidenceGate.checklist].sort());
    assert.equal(outcome.result.facts["code.1"], "2 tests passed, 0 failed");
    assert.equal(outcome.result.notes, "- Due dates");
    assert.equal(outcome.result.facts["perf.4"], "p95 212.5 ms, below 500 ms");
    assert.match(outcome.result.facts["sec.3"] ?? "", /backend: .*; frontend: .*; migrations: /);
    assert.deepEqual(outcome.result.images, images);
  });

  for (const { item, why, blocked, says, passes } of cases) {
    it(`refuses ${item}: ${why}`, async () => {
      const evidence = complete();
      blocked(evidence);
      const outcome = await ask(lines(evidence));
      assert.ok(!outcome.held);
      assert.deepEqual(refusedItems(outcome), item.split(" ").sort());
      for (const { problem, fix } of outcome.refusals) {
        assert.match(`${problem} ${fix}`, says);
        assert.match(problem, /\.$/);
      }
      if (!passes) return;
      const nearest = complete();
      passes(nearest);
      const passed = await ask(lines(nearest));
      assert.ok(passed.held, JSON.stringify(passed));
    });
  }
});

/** What each attestation is asked for. */
const DECIDES: Readonly<Record<string, string>> = {
  unit: "code.1",
  integration: "code.2",
  frontend: "code.3",
  backend: "code.4",
  lint: "code.5",
  review: "code.6 conf.4",
  documentation: "code.7",
  changelog: "code.8",
  smoke: "perf.1",
  load: "perf.2 perf.3 perf.4 perf.5",
  stress: "perf.3",
  bundle: "perf.8",
  auditBackend: "sec.1",
  auditFrontend: "sec.1",
  scanBackend: "sec.2 sec.3",
  scanFrontend: "sec.2 sec.3",
  scanMigrations: "sec.2 sec.3",
  benchmark: "db.11",
  api: "docs.4",
  revision: "step1.1",
  packageBackend: "step1.2",
  packageFrontend: "step1.2",
};

describe("each attestation", () => {
  for (const [name, decides] of Object.entries(DECIDES)) {
    const items = decides.split(" ").sort();

    it(`${name}: is missed`, async () => {
      const rest = Object.entries(complete()).filter(([other]) => other !== name);
      const outcome = await ask(lines(Object.fromEntries(rest)));
      assert.deepEqual(refusedItems(outcome), items);
      assert.ok(!outcome.held);
      assert.match(outcome.refusals[0]?.problem ?? "", /^There is no /);
      assert.match(outcome.refusals[0]?.fix ?? "", /npm run evidence -- make --/);
    });

    it(`${name}: must be about exactly its images`, async () => {
      const evidence = complete();
      const said = evidence[name];
      assert.ok(said);
      const statement = statementOf(said);
      const other = { name: "other", digest: { sha256: "0".repeat(64) } };
      const without = statement.subject.slice(1);
      for (const subject of [
        [...statement.subject, other],
        [other, ...without],
        [{ ...other, digest: {} }, ...without],
      ]) {
        const changed = lines({ ...evidence, [name]: said });
        changed[Object.keys(evidence).indexOf(name)] = line({ ...statement, subject });
        assert.deepEqual(refusedItems(await ask(changed)), items, JSON.stringify(subject));
      }
    });

    it(`${name}: must be signed by a configured key`, async () => {
      const evidence = complete();
      const index = Object.keys(evidence).indexOf(name);
      const statement = statementOf(evidence[name] as Said);
      const forged = lines(evidence);
      forged[index] = line(statement, stranger.privateKey);
      const outcome = await ask(forged);
      assert.deepEqual(refusedItems(outcome), items);
      assert.ok(!outcome.held);
      assert.match(
        outcome.refusals[0]?.problem ?? "",
        new RegExp(`^Line ${index + 1} claims to be .* signed by none of the configured keys`),
      );
      const beside = [...lines(evidence), line(statement, stranger.privateKey)];
      const own = items.filter((item) => name !== "load" || item !== "perf.3");
      assert.deepEqual(refusedItems(await ask(beside)), own, "a forgery beside the real one");
    });

    it(`${name}: must have the shape of its type`, async () => {
      const evidence = complete();
      for (const predicate of [null, [], "yes", 1]) {
        const changed = lines(evidence);
        changed[Object.keys(evidence).indexOf(name)] = line({
          ...statementOf(evidence[name] as Said),
          predicate,
        });
        assert.deepEqual(refusedItems(await ask(changed)), items);
      }
    });
  }
});

describe("a bundle", () => {
  it("that is not there, empty or no bundle refuses every item at once, and never crashes", async () => {
    const all = [...evidenceGate.checklist].sort();
    const missing = await ask([], { bundle: "/nonexistent/bundle.jsonl" });
    assert.deepEqual(refusedItems(missing), all);
    assert.match(missing.progress.join("\n"), /cannot be read: ENOENT/);
    for (const text of [
      "",
      "\n\n",
      "{}",
      "null",
      "[1]",
      "\u0000",
      '{"payload":"!"}',
      "x".repeat(1e6),
    ]) {
      assert.deepEqual(refusedItems(await ask(text)), all);
    }
  });

  it("may be in any order, with CRLF, and with lines that nobody recognizes, which are told", async () => {
    const foreign = line({
      ...statementOf(complete()["unit"] as Said),
      predicateType: "https://example.com/sbom",
    });
    const shuffled = [...lines(complete()).reverse(), foreign, "{broken"].join("\r\n");
    const outcome = await ask(shuffled);
    assert.ok(outcome.held);
    assert.match(outcome.progress.join("\n"), /:24 is ignored: it is no DSSE envelope/);
  });

  it("may have a statement twice, but not two that differ and have no date", async () => {
    const evidence = complete();
    const twice = [...lines(evidence), line(statementOf(evidence["unit"] as Said))];
    assert.ok((await ask(twice)).held);
    const other = complete();
    set("unit", { "passedTests.2": "three" })(other);
    const outcome = await ask([...lines(evidence), line(statementOf(other["unit"] as Said))]);
    assert.deepEqual(refusedItems(outcome), ["code.1"]);
    assert.ok(!outcome.held);
    assert.match(outcome.refusals[0]?.problem ?? "", /Lines 1, 23 are each a .* and differ/);
  });

  it("may be added to by the next scan, which counts, whether it is better or worse", async () => {
    const evidence = complete();
    const later = complete()["scanBackend"] as Said;
    put(later.predicate, "metadata.scanFinishedOn", "2026-11-27T10:00:00Z");
    const old = complete();
    set("scanBackend", { "scanner.result.0.severity.0.score": "critical" })(old);
    assert.ok((await ask([line(statementOf(later)), ...lines(old)])).held);
    put(later.predicate, "scanner.result.0.severity.0.score", "critical");
    assert.deepEqual(refusedItems(await ask([line(statementOf(later)), ...lines(evidence)])), [
      "sec.2",
    ]);
  });

  it("is read with each configured key, ECDSA P-256 or Ed25519", async () => {
    const next = generateKeyPairSync("ed25519");
    const evidence = lines(complete());
    const { unit } = complete();
    evidence[0] = line(statementOf(unit as Said), next.privateKey);
    assert.deepEqual(refusedItems(await ask(evidence)), ["code.1"]);
    const publicKeys = [pem(next.publicKey), pem(signer.publicKey)];
    assert.ok((await ask(evidence, { publicKeys })).held);
  });

  it("binds the type of the payload to the signature", async () => {
    const { unit, ...rest } = complete();
    const other = line(statementOf(unit as Said), signer.privateKey, "application/json");
    assert.deepEqual(refusedItems(await ask([other, ...lines(rest)])), ["code.1"]);
    const renamed = other.replace("application/json", "application/vnd.in-toto+json");
    assert.deepEqual(refusedItems(await ask([renamed, ...lines(rest)])), ["code.1"]);
  });

  it("of another release proves nothing of this one", async () => {
    const digest = `sha256:${"9".repeat(64)}`;
    const other = await ask(lines(complete()), { images: { ...images, backend: digest } });
    assert.ok(!other.held);
    const bare = ["code.3", "perf.8"];
    assert.deepEqual(
      refusedItems(other),
      [...evidenceGate.checklist].filter((item) => !bare.includes(item)).sort(),
    );
    const next = await ask(lines(complete()), { version: "v1.0.1" });
    assert.deepEqual(refusedItems(next), ["code.8", "docs.4", "step1.1", "step1.2"]);
  });

  it("is measured by the configured peak where there is one", async () => {
    const limits = { ...question.limits, peakRequestsPerSecond: 850 };
    assert.deepEqual(refusedItems(await ask(lines(complete()), { limits })), ["perf.3"]);
    limits.peakRequestsPerSecond = 849;
    assert.ok((await ask(lines(complete()), { limits })).held);
  });
});

describe("input of the evidence gate", () => {
  const good = { ...question, bundle: "bundle.jsonl" };

  it("is read, and every mistake in it is named", () => {
    assert.deepEqual(evidenceGate.parse(good), good);
    for (const [changed, says] of [
      [{ bundle: undefined }, /bundle/],
      [{ publicKeys: [] }, /publicKeys/],
      [{ publicKeys: ["nothing"] }, /publicKeys\.0: is no public key/],
      [
        { publicKeys: [signer.privateKey.export({ type: "pkcs8", format: "pem" })] },
        /publicKeys\.0: is no public key/,
      ],
      [
        { publicKeys: [pem(generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey)] },
        /another algorithm/,
      ],
      [
        { publicKeys: [pem(generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey)] },
        /another algorithm/,
      ],
      [{ version: "1.0.0" }, /version: must be as v1\.0\.0/],
      [{ images: { ...images, backend: "latest" } }, /images\.backend: must be sha256/],
      [{ images: { backend: images.backend } }, /images\.frontend.*images\.migrations/],
      [{ limits: { ...question.limits, errorRate: -1 } }, /limits\.errorRate/],
      [{ limits: {} }, /limits\.scanAgeDays/],
      [{ now: "today" }, /now/],
      [{ other: 1 }, /other/],
    ] as const) {
      assert.throws(() => evidenceGate.parse({ ...good, ...changed }), says);
    }
    for (const nothing of [null, undefined, [], "x"]) {
      assert.throws(() => evidenceGate.parse(nothing));
    }
  });
});
