import { nearest } from "../../infra/config/nearest.ts";
import { readCommandLine, refusal } from "../../infra/command-line.ts";
import type { Severity } from "../rule.ts";

/** The worst first. */
export const SEVERITIES = [
  "critical",
  "high",
  "medium",
  "low",
] as const satisfies readonly Severity[];

const COMMANDS = ["check", "list", "explain"] as const;

export interface Check {
  readonly command: "check";
  /** Folders, files, and `-` for standard input. */
  readonly targets: readonly string[];
  readonly format: "text" | "json" | "sarif";
  /** Names of the rules to ask. Empty: all. */
  readonly rules: readonly string[];
  /** The mildest severity that is asked about. */
  readonly severity: Severity;
  readonly waivers?: string;
}

export type PoliciesArguments =
  | "help"
  | Check
  | { readonly command: "list"; readonly json: boolean }
  | { readonly command: "explain"; readonly rule: string };

const usage = "npm run policies -- check DIR|FILE|-... | list | explain RULE";

export const help = `Judges Kubernetes manifests by the rules that TaskFlow itself must satisfy.

Usage: ${usage}

  check TARGET...     judges the objects in folders (every .yaml, .yml and .json file at any depth, but not in
                      hidden ones and node_modules), in files, and on standard input (-)
    --rule RULE       ask only this rule; may be repeated
    --severity LEVEL  ask only rules at or above ${SEVERITIES.toReversed().join(", ")} (default: low, which is all)
    --waivers FILE    exceptions, as the stack's configuration has them under taskflow:waivers
    --json            print one JSON document and nothing else on standard output
    --sarif           print what code scanning reads
  list                prints every rule with its severity (--json: with everything that is known of it)
  explain RULE        prints why there is a rule, what must hold, how to comply, and examples
  --help              print this

Rules about what only a Pulumi program says (protection, stack settings) are not asked here.

Exit codes: 0 every rule holds, 1 violations, 2 bad usage or something that cannot be read, 3 any other failure.
`;

const options = {
  rule: { type: "string", multiple: true },
  severity: { type: "string" },
  waivers: { type: "string" },
  json: { type: "boolean" },
  sarif: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws Unusable for anything that is not understood, with the nearest that is. */
export function parseArguments(line: readonly string[]): PoliciesArguments {
  const { positionals, values, flags } = readCommandLine(line, options, usage);
  if (flags.has("help")) return "help";
  const [command, ...rest] = positionals;
  const given = new Set([...values.keys(), ...flags]);
  const allow = (...allowed: readonly string[]) => {
    for (const name of given) {
      if (!allowed.includes(name))
        throw refusal(`--${name} is no option of ${command ?? ""}`, usage);
    }
  };
  switch (command) {
    case "check":
      if (rest.length === 0)
        throw refusal("check needs a folder, a file, or - for standard input", usage);
      if (flags.has("json") && flags.has("sarif")) {
        throw refusal("--json and --sarif exclude each other", usage);
      }
      return {
        command,
        targets: rest,
        format: flags.has("json") ? "json" : flags.has("sarif") ? "sarif" : "text",
        rules: values.get("rule") ?? [],
        severity: severityOf(values.get("severity")?.[0] ?? "low"),
        ...waiversOf(values.get("waivers")),
      };
    case "list":
      allow("json");
      if (rest.length > 0) throw refusal(`unexpected argument "${rest.join(" ")}"`, usage);
      return { command, json: flags.has("json") };
    case "explain": {
      allow();
      const [rule, ...more] = rest;
      if (rule === undefined || more.length > 0)
        throw refusal("explain needs the name of one rule", usage);
      return { command, rule };
    }
    case undefined:
      throw refusal("a command is missing", usage);
    default:
      throw refusal(`unknown command "${command}"`, usage, nearest(command, COMMANDS));
  }
}

function severityOf(text: string): Severity {
  const severity = SEVERITIES.find((name) => name === text);
  if (severity) return severity;
  const problem = `--severity is "${text}", and must be one of ${SEVERITIES.join(", ")}`;
  throw refusal(problem, usage, nearest(text, SEVERITIES));
}

function waiversOf(files: readonly string[] | undefined): { waivers?: string } {
  const [file] = files ?? [];
  return file === undefined ? {} : { waivers: file };
}
