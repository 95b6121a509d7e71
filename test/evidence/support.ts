import { type KeyObject, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IN_TOTO, seal } from "../../components/release/evidence/dsse.ts";
import {
  IMAGE_NAMES,
  type ImageName,
  type Images,
} from "../../components/release/evidence/images.ts";
import { keyOf } from "../../components/release/evidence/keys.ts";
import { STATEMENT_TYPE } from "../../components/release/evidence/statement.ts";
import {
  type EvidenceInput,
  type EvidenceResult,
  evidenceGate,
} from "../../components/release/gates/evidence.ts";
import { Refused, type Refusal } from "../../components/release/gates/gate.ts";

const P256 = { namedCurve: "P-256" } as const;

export const signer = generateKeyPairSync("ec", P256);
export const stranger = generateKeyPairSync("ec", P256);

export const NOW = "2026-11-27T12:00:00Z";

export const images: Images = {
  backend: `sha256:${"b".repeat(64)}`,
  frontend: `sha256:${"f".repeat(64)}`,
  migrations: `sha256:${"a".repeat(64)}`,
};

export const COMMIT = "c".repeat(40);

export function pem(key: KeyObject): string {
  return key.export({ type: "spki", format: "pem" }).toString();
}

export const question: Omit<EvidenceInput, "bundle"> = {
  publicKeys: [pem(signer.publicKey)],
  version: "v1.0.0",
  images,
  limits: { scanAgeDays: 7, p95Milliseconds: 500, errorRate: 0.01, bundleKiB: 500 },
  now: NOW,
};

/** A statement before it is signed. */
export interface Said {
  readonly predicateType: string;
  readonly about: readonly ImageName[];
  readonly predicate: Readonly<Record<string, unknown>>;
}

const BOTH = ["backend", "frontend"] as const;

const own = (name: string) => `https://taskflow.example/attestation/${name}/v1`;

const tested = (suite: string, about: readonly ImageName[]): Said => ({
  predicateType: "https://in-toto.io/attestation/test-result/v0.1",
  about,
  predicate: {
    result: "PASSED",
    configuration: [{ name: suite, uri: `https://taskflow.example/suites/${suite}` }],
    passedTests: [`${suite} one`, `${suite} two`],
    warnedTests: [],
    failedTests: [],
  },
});

const measured = (script: string): Said => ({
  predicateType: own("k6-summary"),
  about: IMAGE_NAMES,
  predicate: {
    script,
    requests: 12_000,
    requestsPerSecond: 200,
    p95Milliseconds: 212.5,
    errorRate: 0.001,
    thresholds: [{ metric: "http_req_duration", expression: "p(95)<500", met: true }],
    ...(script === "stress" && { breakingPoint: 850 }),
  },
});

const scanned = (image: ImageName): Said => ({
  predicateType: "https://in-toto.io/attestation/vulns/v0.2",
  about: [image],
  predicate: {
    scanner: {
      uri: "pkg:github/aquasecurity/trivy",
      version: "0.67.2",
      db: { lastUpdate: "2026-11-26T06:00:00Z" },
      result: [{ id: "CVE-2026-0001", severity: [{ method: "nvd", score: "high" }] }],
    },
    metadata: {
      scanStartedOn: "2026-11-26T10:00:00Z",
      scanFinishedOn: "2026-11-26T10:01:00Z",
    },
  },
});

const audited = (application: ImageName): Said => ({
  predicateType: own("dependency-audit"),
  about: [application],
  predicate: {
    finishedOn: "2026-11-26T10:00:00Z",
    dependencies: 120,
    findings: [{ id: "GHSA-aaaa-bbbb-cccc", package: "left-pad", severity: "low", fix: "none" }],
  },
});

const released = (application: ImageName): Said => ({
  predicateType: "https://in-toto.io/attestation/release/v0.2",
  about: [application],
  predicate: { purl: `pkg:npm/taskflow-${application}@1.0.0` },
});

/** Evidence of a release that lacks nothing, by name. A copy each time. */
export function complete(): Record<string, Said> {
  return structuredClone({
    unit: tested("unit", BOTH),
    integration: tested("integration", IMAGE_NAMES),
    frontend: tested("frontend", ["frontend"]),
    backend: tested("backend", ["backend"]),
    lint: tested("lint", BOTH),
    review: {
      predicateType: own("review"),
      about: IMAGE_NAMES,
      predicate: {
        commit: COMMIT,
        authors: ["Ada <ada@example.com>"],
        approvers: ["Grace <grace@example.com>"],
        configuration: { name: "preview.md", digest: { sha256: "d".repeat(64) } },
      },
    },
    documentation: {
      predicateType: own("documentation"),
      about: IMAGE_NAMES,
      predicate: { changed: ["docs/api.md"] },
    },
    changelog: {
      predicateType: own("changelog"),
      about: IMAGE_NAMES,
      predicate: { heading: "## [1.0.0] - 2026-11-27", entries: 4, text: "- Due dates" },
    },
    smoke: measured("smoke"),
    load: measured("load"),
    stress: measured("stress"),
    bundle: {
      predicateType: own("bundle-size"),
      about: ["frontend"],
      predicate: { files: [{ name: "app.js", gzipBytes: 180_000 }] },
    },
    auditBackend: audited("backend"),
    auditFrontend: audited("frontend"),
    scanBackend: scanned("backend"),
    scanFrontend: scanned("frontend"),
    scanMigrations: scanned("migrations"),
    benchmark: {
      predicateType: own("benchmark"),
      about: ["backend", "migrations"],
      predicate: { statements: [{ id: "4711", calls: 1000, meanMilliseconds: 3.5 }] },
    },
    api: {
      predicateType: own("api-description"),
      about: ["backend"],
      predicate: { openapi: "3.1.0", version: "1.0.0" },
    },
    revision: {
      predicateType: own("source-revision"),
      about: IMAGE_NAMES,
      predicate: { commit: COMMIT, ref: "refs/tags/v1.0.0" },
    },
    packageBackend: released("backend"),
    packageFrontend: released("frontend"),
  } satisfies Record<string, Said>);
}

export function statementOf({ predicateType, about, predicate }: Said) {
  return {
    _type: STATEMENT_TYPE,
    subject: about.map((name) => ({
      name,
      digest: { sha256: images[name].slice("sha256:".length) },
    })),
    predicateType,
    predicate,
  };
}

/** One line of a bundle. */
export function line(content: unknown, key = signer.privateKey, type = IN_TOTO): string {
  return JSON.stringify(seal(type, Buffer.from(JSON.stringify(content)), keyOf(key)));
}

export function lines(evidence: Readonly<Record<string, Said>>): string[] {
  return Object.values(evidence).map((said) => line(statementOf(said)));
}

export type Outcome =
  | { readonly held: true; readonly result: EvidenceResult; readonly progress: readonly string[] }
  | {
      readonly held: false;
      readonly refusals: readonly Refusal[];
      readonly progress: readonly string[];
    };

/** Asks the gate as the engine does, input and output through JSON. */
export async function ask(
  bundle: string | readonly string[],
  differently: Partial<EvidenceInput> = {},
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "evidence-"));
  const file = join(folder, "bundle.jsonl");
  writeFileSync(file, typeof bundle === "string" ? bundle : bundle.join("\n"));
  const progress: string[] = [];
  try {
    const asked = JSON.parse(
      JSON.stringify({ ...question, bundle: file, ...differently }),
    ) as unknown;
    const result = await evidenceGate.run(evidenceGate.parse(asked), {
      progress: (text) => progress.push(text),
    });
    return { held: true, result, progress };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { held: false, refusals: error.refusals, progress };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Ids of the items that were refused, each once. */
export function refusedItems(outcome: Outcome): readonly string[] {
  return outcome.held ? [] : [...new Set(outcome.refusals.map(({ item }) => item))].sort();
}

/** Sets what is at a path (`scanner.result.0.id`); `undefined` takes it out. */
export function put(target: unknown, path: string, value: unknown): void {
  const [first = "", ...rest] = path.split(".");
  const fields = target as Record<string, unknown>;
  if (rest.length > 0) put(fields[first], rest.join("."), value);
  else fields[first] = value;
}
