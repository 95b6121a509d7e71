import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { IMAGE_NAMES } from "../../components/release/evidence/images.ts";
import { images } from "./support.ts";

/** As a minute ago, so that nothing is stale. */
const RECENT = new Date(Date.now() - 60_000).toISOString();

/** What jest-junit, vitest, mocha and `node --test` agree on. */
export function junit(...cases: readonly string[]): string {
  const failures = cases.filter((each) => each.includes("<failure")).length;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tests" tests="${cases.length}" failures="${failures}">
  <testsuite name="suite" tests="${cases.length}" failures="${failures}" errors="0">
${cases.join("\n")}
  </testsuite>
</testsuites>
`;
}

export const passing = (name: string) => `<testcase classname="suite" name="${name}" time="0.01"/>`;

/** As `k6 run --summary-export` writes it. */
export function k6Export(crossed = false) {
  return {
    root_group: { name: "", path: "", groups: {}, checks: {} },
    metrics: {
      http_reqs: { count: 12_000, rate: 200.5, thresholds: { "rate>100": false } },
      http_req_duration: {
        ...{ avg: 90.1, min: 12, med: 80.2, max: 700, "p(90)": 180, "p(95)": 212.5 },
        thresholds: { "p(95)<500": crossed },
      },
      http_req_failed: { passes: 12, fails: 11_988, value: 0.001 },
      vus: { value: 1, min: 1, max: 50 },
    },
  };
}

/** As `handleSummary` is given it. */
export function k6Handed(ok = true) {
  return {
    options: { summaryTrendStats: ["avg", "p(95)"] },
    state: { isStdOutTTY: false, testRunDurationMs: 60_000 },
    root_group: { name: "", path: "", groups: [], checks: [] },
    metrics: {
      http_reqs: { type: "counter", contains: "default", values: { count: 12_000, rate: 200.5 } },
      http_req_duration: {
        type: "trend",
        contains: "time",
        values: { avg: 90.1, "p(95)": 212.5 },
        thresholds: { "p(95)<500": { ok } },
      },
      http_req_failed: {
        type: "rate",
        contains: "default",
        values: { rate: 0.001, passes: 12, fails: 11_988 },
      },
    },
  };
}

export function npmAudit(
  vulnerabilities: Readonly<Record<string, unknown>> = {},
  total = Object.keys(vulnerabilities).length,
) {
  return {
    auditReportVersion: 2,
    vulnerabilities,
    metadata: {
      vulnerabilities: { info: 0, low: 0, moderate: 0, high: total, critical: 0, total },
      dependencies: { prod: 80, dev: 40, optional: 0, peer: 0, peerOptional: 0, total: 120 },
    },
  };
}

export function trivy(
  digest: string,
  ...found: readonly (readonly [id: string, severity: string])[]
) {
  return {
    SchemaVersion: 2,
    Trivy: { Version: "0.67.2" },
    CreatedAt: RECENT,
    ArtifactName: `registry.example.com/taskflow/image@${digest}`,
    ArtifactType: "container_image",
    Metadata: { RepoDigests: [`registry.example.com/taskflow/image@${digest}`] },
    Results: [
      {
        Target: "alpine 3.22",
        Class: "os-pkgs",
        Type: "alpine",
        Vulnerabilities: found.map(([VulnerabilityID, Severity]) => ({
          ...{ VulnerabilityID, Severity, SeveritySource: "nvd", PkgName: "libcrypto3" },
        })),
      },
      { Target: "Node.js", Class: "lang-pkgs", Type: "node-pkg" },
    ],
  };
}

export const trivyVersion = {
  Version: "0.67.2",
  VulnerabilityDB: { Version: 2, UpdatedAt: RECENT, NextUpdate: RECENT, DownloadedAt: RECENT },
};

export function grype(
  digest: string,
  ...found: readonly (readonly [id: string, severity: string])[]
) {
  return {
    matches: found.map(([id, severity]) => ({
      vulnerability: { id, severity, namespace: "alpine:distro:alpine:3.22" },
      artifact: { name: "libcrypto3", version: "3.5.0-r0" },
    })),
    source: {
      type: "image",
      target: {
        userInput: "registry.example.com/taskflow/image:v1.0.0",
        manifestDigest: digest,
        repoDigests: [`registry.example.com/taskflow/image@${digest}`],
      },
    },
    distro: { name: "alpine", version: "3.22" },
    descriptor: {
      name: "grype",
      version: "0.104.0",
      timestamp: RECENT,
      db: { status: { schemaVersion: "v6.1.0", built: RECENT, valid: true } },
    },
  };
}

/** Lays out a folder as docs/evidence.md describes it: `ci/` with what the tools wrote, `app/` with the application. */
export function layOut(folder: string): void {
  const files: Record<string, unknown> = {
    "ci/unit.xml": junit(passing("adds"), passing("removes")),
    "ci/integration.xml": junit(passing("stores")),
    "ci/frontend.xml": junit(passing("shows")),
    "ci/backend.xml": junit(passing("answers")),
    "ci/eslint.json": [{ filePath: "/app/main.ts", messages: [], errorCount: 0, warningCount: 0 }],
    "ci/smoke.json": k6Export(),
    "ci/load.json": k6Handed(),
    "ci/stress.json": k6Export(),
    "ci/audit-backend.json": npmAudit(),
    "ci/audit-frontend.json": npmAudit(),
    "ci/trivy-version.json": trivyVersion,
    "ci/waivers.json": [
      { id: "CVE-2026-0002", reason: "not called", by: "Sam Okafor", until: "2999-12-31" },
    ],
    "ci/preview.md": "no difference\n",
    "ci/pg_stat_statements.json": [{ queryid: "-4711", calls: 1000, mean_exec_time: 3.25 }],
    "app/CHANGELOG.md":
      "# Changelog\n\n## [1.0.0] - 2026-11-27\n\n### Added\n\n- Tasks\n\n## [0.9.0]\n\n- Nothing\n",
    "app/backend/package.json": { name: "taskflow-backend", version: "1.0.0" },
    "app/frontend/package.json": { name: "@taskflow/frontend", version: "1.0.0" },
    "app/frontend/dist/assets/app.js": "console.log('taskflow');\n".repeat(100),
    "app/frontend/dist/assets/app.css": "body { margin: 0 }\n",
    "app/docs/api.md": "# API\n",
    "app/openapi.yaml": "openapi: 3.1.0\ninfo:\n  title: TaskFlow\n  version: 1.0.0\npaths: {}\n",
  };
  for (const image of IMAGE_NAMES) {
    files[`ci/trivy-${image}.json`] = trivy(
      images[image],
      ["CVE-2026-0001", "HIGH"],
      ["CVE-2026-0002", "CRITICAL"],
    );
  }
  for (const [name, content] of Object.entries(files)) put(folder, name, content);
  commit(join(folder, "app"));
}

export function put(folder: string, name: string, content: unknown): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** A merge of a branch by two people, tagged, as a forge makes it. */
function commit(repository: string): void {
  const run = (...args: readonly string[]) => git(repository, ...args);
  run("init", "--quiet", "--initial-branch", "main");
  run("commit", "--quiet", "--allow-empty", "--message", "Begin");
  run("checkout", "--quiet", "-b", "change");
  run("add", ".");
  run("commit", "--quiet", "--message", "Add tasks\n\nCo-authored-by: Kay <kay@example.com>");
  run("checkout", "--quiet", "main");
  run(
    ...[
      "-c",
      "user.name=Grace",
      "-c",
      "user.email=grace@example.com",
      "merge",
      "--quiet",
      "--no-ff",
    ],
    ...["--message", "Merge change\n\nReviewed-by: Grace <grace@example.com>", "change"],
  );
  run("tag", "v1.0.0");
}

export function git(repository: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  const settled = [
    "-c",
    "commit.gpgsign=false",
    "-c",
    "tag.gpgsign=false",
    "-c",
    "core.hooksPath=",
  ];
  return execFileSync("git", ["-C", repository, ...identity, ...settled, ...args], {
    encoding: "utf8",
  });
}
