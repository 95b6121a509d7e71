import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  git,
  grype,
  junit,
  k6Export,
  k6Handed,
  layOut,
  npmAudit,
  passing,
  put,
  trivy,
} from "./ci.ts";
import { parseArguments } from "../../infra/evidence/arguments.ts";
import { make } from "../../infra/evidence/make.ts";
import { Unusable } from "../../infra/preview/failure.ts";
import { images } from "./support.ts";

const root = join(import.meta.dirname, "../..");
const main = join(root, "infra/evidence/main.ts");

let folder = "";

before(() => {
  folder = mkdtempSync(join(tmpdir(), "evidence-ci-"));
  layOut(folder);
  put(folder, "package.json", {
    scripts: { evidence: `${process.execPath} ${main}` },
  });
});

after(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a shell command as CI would. */
function shell(command: string) {
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", command], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      ...{ BACKEND: images.backend, FRONTEND: images.frontend, MIGRATIONS: images.migrations },
      ...{ NO_COLOR: "1", npm_config_update_notifier: "false" },
    },
  });
  return { status, stdout, stderr };
}

function evidence(...line: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...line], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}

const allImages = [
  "--image",
  Object.entries(images)
    .map((pair) => pair.join("="))
    .join(","),
];

/** Makes a bundle in this process, which is quicker than a new one, and gives back the predicates in it. */
function made(...line: readonly string[]): readonly Record<string, unknown>[] {
  const out = "out/part.jsonl";
  makeHere(out, line);
  return readFileSync(join(folder, out), "utf8")
    .trimEnd()
    .split("\n")
    .map((text) => {
      const { payload } = JSON.parse(text) as { payload: string };
      const said = JSON.parse(Buffer.from(payload, "base64").toString()) as {
        predicate: Record<string, unknown>;
      };
      return said.predicate;
    });
}

/** What is said when a bundle cannot be made. */
function refusal(...line: readonly string[]): string {
  try {
    makeHere("out/refused.jsonl", line);
  } catch (error) {
    if (error instanceof Unusable) return error.message;
    throw error;
  }
  return assert.fail("was made");
}

function runHere(line: readonly string[]): void {
  const args = parseArguments(line);
  if (args.command === "make") make(args);
}

function makeHere(out: string, line: readonly string[]): void {
  const args = parseArguments([
    "make",
    "--key",
    "evidence.key",
    "--out",
    out,
    ...allImages,
    ...line,
  ]);
  assert.equal(args.command, "make");
  const before = process.cwd();
  process.chdir(folder);
  try {
    make(args);
  } finally {
    process.chdir(before);
  }
}

describe("docs/evidence.md", () => {
  const text = readFileSync(join(root, "docs/evidence.md"), "utf8");
  const commands = [...text.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].map(([, block = ""]) => block);

  it("has commands that lead from a key to a bundle that holds", function () {
    this.timeout(60_000);
    assert.equal(commands.length, 7);
    let last = "";
    for (const command of commands) {
      const { status, stdout, stderr } = shell(command);
      assert.equal(status, 0, `${command}\n${stdout}\n${stderr}`);
      last = stdout;
    }
    assert.match(last, /^22 items: 22 hold, 0 refused$/m);
    assert.match(last, /^holds {4}code\.6 .*\n +approved by "Grace <grace@example\.com>"$/m);
    assert.match(last, /^ +backend: 2 findings, 1 critical and waived: "CVE-2026-0002"$/m);
  });

  it("keeps the private key to its owner", () => {
    assert.equal(statSync(join(folder, "evidence.key")).mode & 0o777, 0o600);
    const { status, stderr } = evidence("keygen", "--out", "evidence.key");
    assert.equal(status, 2);
    assert.match(stderr, /EEXIST/);
  });
});

describe("evidence verify", () => {
  const about = ["--key", "evidence.key.pub", "--version", "v1.0.0", ...allImages];

  it("ends with 1 and says what to do, item by item", () => {
    const { status, stdout } = evidence("verify", "evidence/tests.jsonl", ...about);
    assert.equal(status, 1);
    assert.match(stdout, /^22 items: 5 hold, 17 refused$/m);
    assert.match(
      stdout,
      /^refused {2}code\.8 .*\n +There is no changelog .*\n +→ Make it .*--changelog/m,
    );
  });

  it("says so when there is no bundle, or one signed by another", () => {
    const { status, stderr } = evidence("verify", "evidence/none.jsonl", ...about);
    assert.equal(status, 1);
    assert.match(stderr, /evidence\/none\.jsonl cannot be read: ENOENT/);
    evidence("keygen", "--out", "other.key");
    const other = about.with(1, "other.key.pub");
    const { stdout } = evidence("verify", "evidence/v1.0.0.jsonl", ...other);
    assert.match(stdout, /^22 items: 0 hold, 22 refused$/m);
    assert.match(stdout, /Line 1 claims to be the result of the unit tests, but is signed by none/);
  });

  it("takes limits, and refuses what the gate would not understand", () => {
    const bundle = ["verify", "evidence/v1.0.0.jsonl"];
    const { stdout } = evidence(...bundle, ...about, "--limit", "p95Milliseconds=200");
    assert.match(stdout, /^22 items: 21 hold, 1 refused$/m);
    for (const [line, says] of [
      [about.with(1, "evidence.key"), /publicKeys\.0: is no public key/],
      [about.with(3, "1.0.0"), /version: must be as v1\.0\.0/],
      [about.slice(0, 4), /images\.backend/],
      [[...about, "--limit", "p95=1"], /--limit takes NAME=VALUE with one of scanAgeDays/],
      [[...about, "--limit", "errorRate=1%"], /--limit errorRate takes a number above 0, not "1%"/],
      [about.slice(2), /--key is missing/],
    ] as const) {
      const { status, stderr } = evidence(...bundle, ...line);
      assert.equal(status, 2);
      assert.match(stderr, says);
    }
  });
});

describe("evidence command line", () => {
  it("is refused with the nearest that there is", () => {
    for (const [line, says] of [
      [[], /what shall it do\?/],
      [["mak"], /unknown command "mak"; did you mean make\?/],
      [["make", "--test", "a"], /unknown option --test; did you mean --tests\?/],
      [["make", "--out", "x"], /--key is missing/],
      [["make", "--key", join(folder, "evidence.key"), "--out", "x"], /nothing to attest/],
      [["make", "--key", "k", "--out", "x", "--tests", "unti=a.xml"], /did you mean unit\?/],
      [["make", "--key", "k", "--out", "x", "--tests", "a.xml"], /takes NAME=VALUE/],
      [["make", "--key", "k", "--out", "x", "extra"], /unexpected argument "extra"/],
      [["verify", "--key", "k"], /which bundle/],
    ] as const) {
      assert.throws(() => {
        runHere(line);
      }, says);
    }
    const unreadable = evidence(
      ...["make", "--key", "evidence.key", "--out", "x", "--lint", "ci/none.json"],
    );
    assert.equal(unreadable.status, 2);
    assert.equal(unreadable.stderr.split("\n").length, 2, "no stack trace");
    const { status, stdout } = evidence("--help");
    assert.equal(status, 0);
    assert.match(stdout, /^make: signs attestations/m);
  });

  it("says which key cannot sign, without showing it", () => {
    put(
      folder,
      "rubbish.key",
      "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
    );
    for (const [key, says] of [
      ["none.key", /none\.key: ENOENT/],
      ["rubbish.key", /rubbish\.key: is no private key to sign with/],
      ["evidence.key.pub", /evidence\.key\.pub: is no private key/],
    ] as const) {
      const { status, stderr } = evidence(
        ...["make", "--key", key, "--out", "x", ...allImages, "--lint", "ci/eslint.json"],
      );
      assert.equal(status, 2);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /c2VjcmV0/);
    }
  });

  it("asks for the images that something is about", () => {
    const line = ["make", "--key", "evidence.key", "--out", "x", "--lint", "ci/eslint.json"];
    const { status, stderr } = evidence(...line, "--image", `backend=${images.backend}`);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /result of the linter is about the frontend image: give --image frontend=/,
    );
    assert.match(evidence(...line, "--image", "backend=latest").stderr, /with its 64 digits/);
  });
});

describe("evidence from JUnit XML", () => {
  const of = (xml: string) => made("--tests", `unit=${put(folder, "ci/case.xml", xml)}`)[0];

  it("tells passed, failed, broken and skipped apart, over several reports", () => {
    const first = put(folder, "ci/first.xml", junit(passing("a"), passing("b")));
    const second = put(
      folder,
      "ci/second.xml",
      `<testsuite name="x" tests="3" failures="1" errors="1" skipped="1">
        <testcase name="c &amp; d"><failure message="no">&lt;1&gt;</failure></testcase>
        <testcase name="e"><error/></testcase>
        <testcase name="f"><skipped/></testcase>
      </testsuite>`,
    );
    const [result, ...more] = made("--tests", `unit=${first},unit=${second}`);
    assert.deepEqual(more, []);
    assert.equal(result?.["result"], "FAILED");
    assert.deepEqual(result["passedTests"], ["suite a", "suite b"]);
    assert.deepEqual(result["failedTests"], ["c & d", "e"]);
  });

  it("counts failures that the report counts and does not name", () => {
    for (const xml of [
      `<testsuites errors="1"><testsuite name="x" errors="1">${passing("a")}</testsuite></testsuites>`,
      `<testsuites><testsuite name="x" failures="1">${passing("a")}</testsuite></testsuites>`,
    ]) {
      const result = of(xml);
      assert.equal(result?.["result"], "FAILED");
      assert.match(String(result["failedTests"]), /1 outside of any test in .*case\.xml/);
    }
  });

  it("takes tests at any depth, as node --test nests them", () => {
    const result = of(
      `<testsuites>${passing("a")}<testsuite name="x"><testsuite name="y">${passing("b")}</testsuite></testsuite></testsuites>`,
    );
    assert.deepEqual(result?.["passedTests"], ["suite a", "suite b"]);
  });

  it("refuses what is cut off, what is no JUnit and what has a document type", () => {
    for (const [xml, says] of [
      [junit(passing("a")).slice(0, -20), /is no well-formed XML/],
      ["", /is no well-formed XML/],
      ["<html></html>", /is no JUnit report: it begins with <html>/],
      ['<!DOCTYPE a [<!ENTITY x "y">]><testsuite/>', /has a document type/],
      ["TAP version 13\nok 1", /is no well-formed XML/],
    ] as const) {
      assert.match(refusal("--tests", `unit=${put(folder, "ci/bad.xml", xml)}`), says);
    }
    assert.match(refusal("--tests", "unit=ci/none.xml"), /ci\/none\.xml: ENOENT/);
  });
});

describe("evidence from ESLint", () => {
  it("tells files with errors, with warnings and without apart", () => {
    const file = (filePath: string, errorCount: number, warningCount: number) => ({
      ...{ filePath, errorCount, warningCount, messages: [] },
    });
    const [result] = made(
      "--lint",
      put(folder, "ci/lint.json", [file("a", 0, 0), file("b", 0, 1)]),
    );
    assert.deepEqual([result?.["result"], result?.["warnedTests"]], ["WARNED", ["b"]]);
    const [worse] = made("--lint", put(folder, "ci/lint.json", [file("c", 1, 1)]));
    assert.deepEqual([worse?.["result"], worse?.["failedTests"]], ["FAILED", ["c"]]);
    assert.match(refusal("--lint", put(folder, "ci/lint.json", "✖ 3 problems")), /is no JSON/);
    assert.match(refusal("--lint", put(folder, "ci/lint.json", {})), /no report of `eslint/);
  });
});

describe("evidence from k6", () => {
  it("reads both formats that tell of thresholds, and tells met from crossed", () => {
    for (const [document, met] of [
      [k6Export(false), true],
      [k6Export(true), false],
      [k6Handed(true), true],
      [k6Handed(false), false],
    ] as const) {
      const [summary] = made("--k6", `load=${put(folder, "ci/k6.json", document)}`);
      const { thresholds, ...figures } = summary as {
        thresholds: { metric: string; met: boolean }[];
      };
      assert.deepEqual(figures, {
        ...{ script: "load", requests: 12_000, requestsPerSecond: 200.5 },
        ...{ p95Milliseconds: 212.5, errorRate: 0.001 },
      });
      const p95 = thresholds.find(({ metric }) => metric === "http_req_duration");
      assert.equal(p95?.met, met);
    }
  });

  it("refuses what proves nothing", () => {
    const silent = { ...k6Export().metrics, http_reqs: undefined };
    const untimed = { ...k6Export().metrics, http_req_duration: undefined };
    for (const [document, says] of [
      [{ metrics: silent }, /the script sent no request/],
      [{ metrics: untimed }, /http_req_duration/],
      [{ version: "1.0.0", results: { metrics: [] } }, /--new-machine-readable-summary/],
      [{ metrics: { ...k6Export().metrics, http_req_failed: { value: -1 } } }, /http_req_failed/],
    ] as const) {
      assert.match(refusal("--k6", `smoke=${put(folder, "ci/bad.json", document)}`), says);
    }
  });
});

describe("evidence from npm audit", () => {
  const vulnerable = (fixAvailable: unknown) => ({
    "left-pad": {
      ...{
        name: "left-pad",
        severity: "high",
        isDirect: false,
        range: "<2",
        nodes: [],
        effects: [],
      },
      via: [
        {
          ...{ source: 1, name: "left-pad", title: "Pads too far", range: "<2" },
          ...{ url: "https://github.com/advisories/GHSA-aaaa-bbbb-cccc", severity: "high" },
        },
      ],
      fixAvailable,
    },
    "right-pad": {
      ...{
        name: "right-pad",
        severity: "high",
        isDirect: true,
        range: "*",
        nodes: [],
        effects: [],
      },
      ...{ via: ["left-pad"], fixAvailable },
    },
  });

  it("names each advisory once, with whether an update helps and its waiver", () => {
    const waivers = put(folder, "ci/w.json", [
      { id: "GHSA-aaaa-bbbb-cccc", reason: "not called", by: "Sam", until: "2027-01-01" },
    ]);
    for (const [available, fix] of [
      [true, "update"],
      [false, "none"],
      [{ name: "left-pad", version: "2.0.0", isSemVerMajor: true }, "breaking"],
      [{ name: "left-pad", version: "1.1.0", isSemVerMajor: false }, "update"],
    ] as const) {
      const file = put(folder, "ci/a.json", npmAudit(vulnerable(available)));
      const [audit] = made("--audit", `backend=${file}`, "--waivers", waivers);
      assert.deepEqual(audit?.["findings"], [
        {
          ...{ id: "GHSA-aaaa-bbbb-cccc", package: "left-pad", severity: "high", fix },
          waiver: { reason: "not called", by: "Sam", until: "2027-01-01" },
        },
      ]);
      assert.equal(audit["dependencies"], 120);
      assert.ok(Math.abs(Date.parse(String(audit["finishedOn"])) - Date.now()) < 60_000);
    }
  });

  it("refuses what npm prints when it could not ask, and what does not add up", () => {
    const failed = { message: "405 Method Not Allowed", error: { summary: "", detail: "" } };
    for (const [document, says] of [
      [failed, /auditReportVersion/],
      [npmAudit({}, 3), /counts other vulnerabilities than it lists/],
    ] as const) {
      assert.match(refusal("--audit", `backend=${put(folder, "ci/a.json", document)}`), says);
    }
    const waivers = put(folder, "ci/w.json", [
      { id: "GHSA-1", reason: "", by: "Sam", until: "soon" },
    ]);
    assert.match(
      refusal("--audit", "backend=ci/audit-backend.json", "--waivers", waivers),
      /until/,
    );
  });
});

describe("evidence from a scanner", () => {
  const database = ["--scan-database", "ci/trivy-version.json"];

  it("is the same from Trivy and from Grype", () => {
    for (const [document, method, more] of [
      [trivy(images.backend, ["CVE-1", "CRITICAL"]), "nvd", database],
      [grype(images.backend, ["CVE-1", "Critical"]), "grype", []],
    ] as const) {
      const [scan] = made("--scan", `backend=${put(folder, "ci/s.json", document)}`, ...more);
      const { scanner } = scan as { scanner: { result: unknown; db: { lastUpdate: string } } };
      assert.deepEqual(scanner.result, [
        { id: "CVE-1", severity: [{ method, score: "critical" }] },
      ]);
      assert.match(scanner.db.lastUpdate, /^20/);
    }
  });

  it("refuses a scan of something else, of nothing, and with data of unknown age", () => {
    const other = `sha256:${"9".repeat(64)}`;
    for (const [document, says, more] of [
      [trivy(other), /scan the image by its digest, sha256:b{64}/, database],
      [grype(other), /scan the image by its digest/, []],
      [{ ...trivy(images.backend), Results: [] }, /looked at no package/, database],
      [trivy(images.backend), /as --scan-database/, []],
      [{ ...grype(images.backend), descriptor: { name: "grype" } }, /descriptor\.timestamp/, []],
      [{ findings: [] }, /is no report of `trivy/, database],
    ] as const) {
      const file = put(folder, "ci/s.json", document);
      assert.match(refusal("--scan", `backend=${file}`, ...more), says);
    }
  });
});

describe("evidence from git", () => {
  it("names the authors of what a merge brings in, and who reviewed it", () => {
    const [review, revision] = made(
      ...["--repository", "app", "--ref", "refs/tags/v1.0.0", "--review", "git"],
    );
    const commit = git(join(folder, "app"), "rev-parse", "HEAD").trim();
    assert.deepEqual(revision, { commit, ref: "refs/tags/v1.0.0" });
    assert.deepEqual(review, {
      commit,
      authors: ["Ada <ada@example.com>", "Kay <kay@example.com>"],
      approvers: ["Grace <grace@example.com>"],
    });
  });

  it("refuses a ref that is not checked out, not there, or not named in full", () => {
    const app = ["--repository", "app"];
    assert.match(
      refusal(...app, "--ref", "refs/heads/change"),
      /refs\/heads\/change is .* checked out/,
    );
    assert.match(refusal(...app, "--ref", "refs/tags/v9"), /git/);
    assert.match(refusal(...app, "--ref", "v1.0.0"), /its full name, refs\/tags\/v1\.0\.0/);
    assert.match(refusal("--review", "git"), /--review git reads the commit that --ref names/);
  });

  it("reads a review that was written down", () => {
    const written = { commit: "c".repeat(40), authors: ["ada"], approvers: ["grace"] };
    const file = put(folder, "ci/review.json", written);
    assert.deepEqual(made("--review", file), [written]);
    const [review] = made("--review", file, "--configuration", "ci/preview.md");
    assert.match(JSON.stringify(review?.["configuration"]), /"sha256":"[0-9a-f]{64}"/);
    assert.match(refusal("--configuration", "ci/preview.md"), /give --review as well/);
    assert.match(refusal("--review", put(folder, "ci/review.json", {})), /is no review: commit/);
  });
});

describe("evidence from documents", () => {
  it("finds the heading of exactly the version, and what stands below", () => {
    const line = ["--changelog", "app/CHANGELOG.md"];
    assert.deepEqual(made(...line, "--version", "v1.0.0"), [
      { heading: "## [1.0.0] - 2026-11-27", entries: 1, text: "### Added\n\n- Tasks" },
    ]);
    assert.match(refusal(...line, "--version", "v1.0.1"), /has no heading of v1\.0\.1/);
    assert.match(refusal(...line), /give --version/);
  });

  it("says what was documented, or why nothing was", () => {
    assert.deepEqual(made("--documentation", "app/docs/api.md"), [
      { changed: ["app/docs/api.md"] },
    ]);
    const [none] = made("--no-documentation", "a faster query");
    assert.deepEqual(none, { changed: [], noneNeeded: "a faster query" });
    assert.match(refusal("--documentation", "app/docs/none.md"), /there is no such document/);
  });

  it("measures the bundle compressed, and reads packages and OpenAPI as YAML or JSON", () => {
    const [bundle] = made("--bundle", "app/frontend/dist");
    const { files } = bundle as { files: { name: string; gzipBytes: number }[] };
    assert.deepEqual(
      files.map(({ name }) => name),
      ["assets/app.css", "assets/app.js"],
    );
    assert.ok((files[1]?.gzipBytes ?? 0) < 200);
    assert.match(refusal("--bundle", "ci"), /has no scripts or styles/);
    assert.deepEqual(made("--package", "frontend=app/frontend/package.json"), [
      { purl: "pkg:npm/%40taskflow/frontend@1.0.0" },
    ]);
    const json = put(folder, "ci/api.json", { openapi: "3.0.3", info: { version: "2.0.0" } });
    assert.deepEqual(made("--openapi", json), [{ openapi: "3.0.3", version: "2.0.0" }]);
    const old = put(folder, "ci/api.json", { swagger: "2.0", info: { version: "2.0.0" } });
    assert.match(refusal("--openapi", old), /is no OpenAPI document: openapi/);
    assert.match(refusal("--openapi", put(folder, "ci/api.yaml", "a: [")), /is no YAML/);
  });

  it("keeps the text of statements away", () => {
    const rows = [
      { queryid: "1", calls: 2, mean_exec_time: 0.5, query: "CREATE ROLE a PASSWORD 'b'" },
    ];
    assert.deepEqual(made("--benchmark", put(folder, "ci/b.json", rows)), [
      { statements: [{ id: "1", calls: 2, meanMilliseconds: 0.5 }] },
    ]);
    const numbers = put(folder, "ci/b.json", [{ queryid: 1, calls: 2, mean_exec_time: 1 }]);
    assert.match(refusal("--benchmark", numbers), /queryid/);
  });
});
