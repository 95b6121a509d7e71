import { readCommandLine, refusal } from "../command-line.ts";
import { WINDOWS, type Window } from "./question.ts";

const FORMATS = ["json", "markdown", "html"] as const;

export interface ReviewArguments {
  readonly stack: string;
  readonly window: Window;
  readonly format: (typeof FORMATS)[number];
  /** File to write to. Default: standard output. */
  readonly out?: string;
}

const usage =
  "npm run review -- [--stack STACK] [--window 24h | 7d | 30d] [--markdown | --html | --json] [--out FILE]";

export const help = `Writes what the monitoring has seen of a stack: the watch of the first 24 hours, the weekly and the monthly review.

Usage: ${usage}

  --stack STACK  the stack; its configuration is Pulumi.STACK.yaml (default: production)
  --window TIME  how far to look back: 24h, 7d or 30d (default: 24h)
  --markdown     tables for an issue or a wiki (default)
  --html         one page with plots that needs nothing else
  --json         one JSON document with every value
  --out FILE     write to a file instead
  --help         print this

The cluster is asked, through its API server: the Prometheus of the stack, and Loki where logs are collected. Nothing is
changed.

Exit codes: 0 fine, 2 bad configuration or usage, 3 any other failure.
`;

const options = {
  stack: { type: "string" },
  window: { type: "string" },
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  html: { type: "boolean" },
  out: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws Unusable for anything that is not understood, with the nearest that is. */
export function parseArguments(line: readonly string[]): ReviewArguments | "help" {
  const { positionals, values, flags } = readCommandLine(line, options, usage);
  const [unexpected] = positionals;
  if (unexpected !== undefined) throw refusal(`unexpected argument "${unexpected}"`, usage);
  if (flags.has("help")) return "help";
  const [format = "markdown", second] = FORMATS.filter((name) => flags.has(name));
  if (second !== undefined) throw refusal(`--${format} and --${second} exclude each other`, usage);
  const given = values.get("window")?.[0] ?? "24h";
  const window = WINDOWS.find((each) => each === given);
  if (!window) throw refusal(`--window must be ${WINDOWS.join(", ")}, not "${given}"`, usage);
  const out = values.get("out")?.[0];
  return {
    stack: values.get("stack")?.[0] ?? "production",
    window,
    format,
    ...(out !== undefined && { out }),
  };
}
