import { type CommandLine, readCommandLine, refusal } from "../command-line.ts";

const FORMATS = ["json", "markdown", "html"] as const;

export interface ChecklistArguments {
  readonly stack: string;
  readonly format: "text" | (typeof FORMATS)[number];
  /** File to write to. Default: standard output. */
  readonly out?: string;
  /** What links begin with. Default: the way from the file, or from here, to the root of the repository. */
  readonly base?: string;
}

const usage =
  "npm run checklist -- [--stack STACK] [--json | --markdown | --html] [--out FILE] [--base URL]";

export const help = `Shows the production checklist, and what decides each of its items in a stack.

Usage: ${usage}

  --stack STACK  the stack; its configuration is Pulumi.STACK.yaml (default: production)
  --json         print one JSON document and nothing else on standard output
  --markdown     print tables for a pull request or a wiki
  --html         print one page that needs nothing else
  --out FILE     write to a file instead
  --base URL     what links to the sources begin with, as https://github.com/ORG/REPOSITORY/blob/v1.0.0/
                 (default: the way to the repository on this disk)
  --help         print this

Nothing is asked of a cluster: an item is satisfied here when what is declared decides it and complies, be it an object, a
rule, an alert, or a gate that stops the update when it does not hold.

Exit codes: 0 fine, 1 an item is violated, 2 bad configuration or usage, 3 any other failure.
`;

const options = {
  stack: { type: "string" },
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  html: { type: "boolean" },
  out: { type: "string" },
  base: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws Unusable for anything that is not understood, with the nearest that is. */
export function parseArguments(line: readonly string[]): ChecklistArguments | "help" {
  const given = readCommandLine(line, options, usage);
  const [unexpected] = given.positionals;
  if (unexpected !== undefined) throw refusal(`unexpected argument "${unexpected}"`, usage);
  if (given.flags.has("help")) return "help";
  const [format = "text", second] = FORMATS.filter((name) => given.flags.has(name));
  if (second !== undefined) throw refusal(`--${format} and --${second} exclude each other`, usage);
  return {
    stack: valueOf(given, "stack") ?? "production",
    format,
    ...optional(given, "out"),
    ...optional(given, "base"),
  };
}

function valueOf({ values }: CommandLine, name: string): string | undefined {
  return values.get(name)?.[0];
}

function optional<N extends string>(given: CommandLine, name: N): Partial<Record<N, string>> {
  const value = valueOf(given, name);
  return value === undefined ? {} : ({ [name]: value } as Record<N, string>);
}
