import { type CommandLine, readCommandLine, refusal } from "../command-line.ts";

const FORMATS = ["json", "markdown", "html"] as const;

/** Rows of the checklist's sign-off. */
export const ROLES = ["DevOps Engineer", "Tech Lead", "Product Manager"] as const;

export interface ReleasesArguments {
  readonly stack: string;
  readonly format: "text" | (typeof FORMATS)[number];
  /** Id of one record, or a version, of which the newest is meant. Default: all are listed. */
  readonly show?: string;
  /** Signs that record. */
  readonly sign?: { readonly role: (typeof ROLES)[number]; readonly name: string };
  /** Days that the figures are about. */
  readonly days: number;
}

const usage =
  "npm run releases -- [--stack STACK] [--show ID] [--json | --markdown | --html] [--days N] [--sign ROLE --name NAME]";

export const help = `Lists what has been released, what has become of it, and how well releasing goes.

Usage: ${usage}

  --stack STACK  the stack; its configuration is Pulumi.STACK.yaml (default: production)
  --show ID      one record in the checklist's form, by its id or by a version, of which it is the newest
  --json         print one JSON document and nothing else on standard output
  --markdown     print Markdown for a pull request or a wiki
  --html         print one page that needs nothing else
  --days N       days that the four figures are about (default: 90)
  --sign ROLE    sign the record that --show names as ${ROLES.join(", ")}
  --name NAME    whose signature it is; whom the API server takes you for is kept beside it
  --help         print this

Records are read from the cluster that the stack's configuration names. The figures are those of DORA:
https://dora.dev/guides/dora-metrics-four-keys/

Exit codes: 0 fine, 2 bad configuration or usage, 3 any other failure.
`;

const options = {
  stack: { type: "string" },
  show: { type: "string" },
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  html: { type: "boolean" },
  days: { type: "string" },
  sign: { type: "string" },
  name: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws Unusable for anything that is not understood, with the nearest that is. */
export function parseArguments(line: readonly string[]): ReleasesArguments | "help" {
  const given = readCommandLine(line, options, usage);
  const [unexpected] = given.positionals;
  if (unexpected !== undefined) throw refusal(`unexpected argument "${unexpected}"`, usage);
  if (given.flags.has("help")) return "help";
  const [format = "text", second] = FORMATS.filter((name) => given.flags.has(name));
  if (second !== undefined) throw refusal(`--${format} and --${second} exclude each other`, usage);
  const show = valueOf(given, "show");
  const sign = signing(given);
  if (sign && show === undefined) throw refusal("--sign needs --show", usage);
  return {
    stack: valueOf(given, "stack") ?? "production",
    format,
    ...(show !== undefined && { show }),
    ...(sign && { sign }),
    days: daysIn(valueOf(given, "days") ?? "90"),
  };
}

function signing(given: CommandLine): ReleasesArguments["sign"] {
  const sign = valueOf(given, "sign");
  const name = valueOf(given, "name");
  if (sign === undefined && name === undefined) return undefined;
  if (sign === undefined || name === undefined) {
    throw refusal("--sign and --name belong together", usage);
  }
  const role = ROLES.find((each) => each.toLowerCase() === sign.toLowerCase());
  if (!role) throw refusal(`--sign takes one of ${ROLES.join(", ")}, not "${sign}"`, usage);
  return { role, name };
}

function daysIn(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days > 0) return days;
  throw refusal(`--days takes a whole number above 0, not "${text}"`, usage);
}

function valueOf({ values }: CommandLine, name: string): string | undefined {
  return values.get(name)?.[0];
}
