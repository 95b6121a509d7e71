import type { ImageName } from "../../components/release/evidence/images.ts";
import { IMAGE_NAMES } from "../../components/release/evidence/images.ts";
import { SCRIPTS, type Script } from "../../components/release/evidence/predicates/k6-summary.ts";
import { SUITES, type Suite } from "../../components/release/evidence/predicates/test-result.ts";
import { type CommandLine, readCommandLine, refusal } from "../command-line.ts";
import { nearest } from "../config/nearest.ts";

const APPLICATIONS = ["backend", "frontend"] as const;

export type Application = (typeof APPLICATIONS)[number];

/** Limits that have the checklist's value where none is given. */
const LIMITS = [
  "scanAgeDays",
  "p95Milliseconds",
  "errorRate",
  "bundleKiB",
  "peakRequestsPerSecond",
] as const;

/** A file by what it is about. */
export type Files<Name extends string> = readonly (readonly [name: Name, file: string])[];

export interface MakeArguments {
  readonly command: "make";
  /** File of the private key. */
  readonly key: string;
  /** File that is written. */
  readonly out: string;
  readonly images: Partial<Readonly<Record<ImageName, string>>>;
  readonly version?: string;
  readonly tests: Files<Suite>;
  readonly lint: readonly string[];
  readonly k6: Files<Script>;
  /** Requests a second. */
  readonly breakingPoint?: number;
  readonly audits: Files<Application>;
  readonly scans: Files<ImageName>;
  readonly scanDatabase?: string;
  readonly waivers?: string;
  /** File, or `git`. */
  readonly review?: string;
  readonly configuration?: string;
  readonly documentation: readonly string[];
  readonly noDocumentation?: string;
  readonly changelog?: string;
  readonly bundle?: string;
  readonly packages: Files<Application>;
  readonly openapi?: string;
  readonly benchmark?: string;
  readonly ref?: string;
  readonly repository: string;
}

export interface VerifyArguments {
  readonly command: "verify";
  readonly bundle: string;
  /** Files of public keys. */
  readonly keys: readonly string[];
  readonly version: string;
  readonly images: Partial<Readonly<Record<ImageName, string>>>;
  readonly limits: Partial<Readonly<Record<(typeof LIMITS)[number], number>>>;
}

export type EvidenceArguments =
  | { readonly command: "help" }
  | { readonly command: "keygen"; readonly out: string }
  | MakeArguments
  | VerifyArguments;

const usage = "npm run evidence -- make OPTIONS | verify BUNDLE OPTIONS | keygen --out FILE";

export const help = `Makes and verifies the signed evidence that a release needs (docs/evidence.md).

Usage: ${usage}

make: signs attestations of what CI found, one a line. Parts from several jobs are put together with cat.

  --key FILE                 private key in PEM, ECDSA P-256 or Ed25519
  --out FILE                 bundle to write, as evidence/v1.0.0.jsonl
  --image NAME=DIGEST        what was tested: ${IMAGE_NAMES.join(", ")}; sha256:…
  --version VERSION          of the release: v1.0.0; the changelog is searched for it
  --tests SUITE=FILE         JUnit XML of ${Object.keys(SUITES).join(", ")}; several of a suite are one
  --lint FILE                eslint --format json
  --k6 SCRIPT=FILE           k6 run --summary-export, of ${SCRIPTS.join(", ")}
  --breaking-point RATE      requests a second at which the stress test broke
  --audit APPLICATION=FILE   npm audit --json, of ${APPLICATIONS.join(", ")}
  --scan IMAGE=FILE          trivy image --format json, or grype --output json
  --scan-database FILE       trivy version --format json: how old its data are
  --waivers FILE             JSON: [{"id": "CVE-…", "reason": …, "by": …, "until": "2027-06-30"}]
  --review FILE              JSON: {"commit": …, "authors": […], "approvers": […]}
  --review git               the same from the trailers of the commit that --ref names
  --configuration FILE       difference of the rendered configuration that the approvers saw
  --documentation FILE       changed with the release; may be repeated
  --no-documentation REASON  why none had to
  --changelog FILE           Markdown
  --bundle FOLDER            what the frontend is built into
  --package APPLICATION=FILE package.json, of ${APPLICATIONS.join(", ")}
  --openapi FILE             YAML or JSON
  --benchmark FILE           JSON rows of pg_stat_statements: queryid::text, calls, mean_exec_time
  --ref REF                  full name of the tag or branch that is checked out: refs/tags/v1.0.0
  --repository FOLDER        where --ref is (default: here)

NAME=VALUE may be repeated, or be several with commas between.

verify: says what the gate of the release would say, item by item.

  --key FILE                 public key in PEM; may be repeated
  --image NAME=DIGEST        what is about to be released
  --version VERSION          of the release
  --limit NAME=NUMBER        ${LIMITS.join(", ")}
                             (default: the checklist's; the peak is what the load test sent)

keygen: writes a private key to FILE and its public half to FILE.pub.

Exit codes: 0 fine, 1 the release would be refused, 2 bad files or usage, 3 any other failure.
`;

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;

const OPTIONS = {
  keygen: { out: text },
  make: {
    key: text,
    out: text,
    image: texts,
    version: text,
    tests: texts,
    lint: texts,
    k6: texts,
    "breaking-point": text,
    audit: texts,
    scan: texts,
    "scan-database": text,
    waivers: text,
    review: text,
    configuration: text,
    documentation: texts,
    "no-documentation": text,
    changelog: text,
    bundle: text,
    package: texts,
    openapi: text,
    benchmark: text,
    ref: text,
    repository: text,
  },
  verify: { key: texts, image: texts, version: text, limit: texts },
} as const;

type Command = keyof typeof OPTIONS;

/** @throws Unusable for anything that is not understood, with the nearest that is. */
export function parseArguments(line: readonly string[]): EvidenceArguments {
  const [command = "", ...rest] = line;
  if (line.includes("--help") || line.includes("-h")) return { command: "help" };
  if (!isCommand(command)) {
    const near = nearest(command, Object.keys(OPTIONS));
    throw refusal(
      command === "" ? "what shall it do?" : `unknown command "${command}"`,
      usage,
      near,
    );
  }
  const given = new Given(readCommandLine(rest, OPTIONS[command], usage));
  const limit = command === "verify" ? 1 : 0;
  const unexpected = given.line.positionals[limit];
  if (unexpected !== undefined) throw refusal(`unexpected argument "${unexpected}"`, usage);
  if (command === "keygen") return { command, out: given.required("out") };
  return command === "make" ? makeArguments(given) : verifyArguments(given);
}

function makeArguments(given: Given): MakeArguments {
  return {
    command: "make",
    key: given.required("key"),
    out: given.required("out"),
    images: Object.fromEntries(given.pairs("image", IMAGE_NAMES)),
    ...given.optional("version"),
    tests: given.pairs("tests", Object.keys(SUITES) as Suite[]),
    lint: given.all("lint"),
    k6: given.pairs("k6", SCRIPTS),
    ...given.number("breaking-point", "breakingPoint"),
    audits: given.pairs("audit", APPLICATIONS),
    scans: given.pairs("scan", IMAGE_NAMES),
    ...given.optional("scan-database", "scanDatabase"),
    ...given.optional("waivers"),
    ...given.optional("review"),
    ...given.optional("configuration"),
    documentation: given.all("documentation"),
    ...given.optional("no-documentation", "noDocumentation"),
    ...given.optional("changelog"),
    ...given.optional("bundle"),
    packages: given.pairs("package", APPLICATIONS),
    ...given.optional("openapi"),
    ...given.optional("benchmark"),
    ...given.optional("ref"),
    repository: given.all("repository")[0] ?? ".",
  };
}

function verifyArguments(given: Given): VerifyArguments {
  const [bundle] = given.line.positionals;
  if (bundle === undefined) throw refusal("which bundle shall be verified?", usage);
  given.required("key");
  return {
    command: "verify",
    bundle,
    keys: given.all("key"),
    version: given.required("version"),
    images: Object.fromEntries(given.pairs("image", IMAGE_NAMES)),
    limits: Object.fromEntries(
      given
        .pairs("limit", LIMITS)
        .map(([name, value]) => [name, numberIn(`--limit ${name}`, value)]),
    ),
  };
}

/** What stands on the command line, with refusals that name the option. */
class Given {
  readonly line: CommandLine;

  constructor(line: CommandLine) {
    this.line = line;
  }

  all(option: string): readonly string[] {
    return this.line.values.get(option) ?? [];
  }

  required(option: string): string {
    const [value] = this.all(option);
    if (value === undefined) throw refusal(`--${option} is missing`, usage);
    return value;
  }

  optional<Field extends string>(option: Field): Partial<Record<Field, string>>;
  optional<Field extends string>(option: string, field: Field): Partial<Record<Field, string>>;
  optional(option: string, field = option): Partial<Record<string, string>> {
    const [value] = this.all(option);
    return value === undefined ? {} : { [field]: value };
  }

  number<Field extends string>(option: string, field: Field): Partial<Record<Field, number>> {
    const [value] = this.all(option);
    if (value === undefined) return {};
    return { [field]: numberIn(`--${option}`, value) } as Record<Field, number>;
  }

  /** `a=1,b=2`, of names that there are. */
  pairs<Name extends string>(option: string, names: readonly Name[]): Files<Name> {
    const pairs = this.all(option).flatMap((value) => value.split(","));
    return pairs.map((pair) => {
      const [, given = "", value = ""] = /^([^=]*)=(.+)$/.exec(pair) ?? [];
      const name = names.find((each) => each === given);
      if (name === undefined || value === "") {
        const near = nearest(given, names);
        const known = `--${option} takes NAME=VALUE with one of ${names.join(", ")}, not "${pair}"`;
        throw refusal(known, usage, near === given ? undefined : near);
      }
      return [name, value] as const;
    });
  }
}

function numberIn(option: string, value: string): number {
  const number = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && number > 0) return number;
  throw refusal(`${option} takes a number above 0, not "${value}"`, usage);
}

function isCommand(command: string): command is Command {
  return Object.hasOwn(OPTIONS, command);
}
