import { parseArgs } from "node:util";
import { Unusable } from "./failure.ts";
import { nearest } from "../config/nearest.ts";

const engines = ["auto", "embedded", "pulumi"] as const;
const formats = ["json", "markdown", "sarif"] as const;

export interface PreviewArguments {
  readonly stack: string;
  readonly engine: (typeof engines)[number];
  /** Revision to compare with. */
  readonly against?: string;
  readonly format: "text" | (typeof formats)[number];
  /** Folder for one YAML file a resource. */
  readonly out?: string;
}

const usage =
  "npm run preview -- [--stack STACK] [--engine auto|embedded|pulumi] [--against GIT_REF] [--json | --markdown | --sarif] [--out DIR]";

export const help = `Shows every resource of a stack, without changing anything.

Usage: ${usage}

  --stack STACK      the stack; its configuration is Pulumi.STACK.yaml (default: production)
  --engine ENGINE    pulumi: the real engine, with its backend and the stack's state
                     embedded: offline; needs no CLI, login, passphrase or cluster
                     auto: pulumi where it can be used, else embedded (default)
  --against GIT_REF  show what differs from that revision, resource by resource
  --json             print one JSON document and nothing else on standard output
  --markdown         print a comment for a pull request
  --sarif            print what the policies say, for code scanning
  --out DIR          also write one YAML file a resource, with secrets redacted
  --help             print this

Exit codes: 0 fine, 1 blocked by a mandatory policy, 2 bad configuration or usage, 3 any other failure.
`;

const options = {
  stack: { type: "string" },
  engine: { type: "string" },
  against: { type: "string" },
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  sarif: { type: "boolean" },
  out: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * The command line, or `"help"`.
 *
 * @throws Unusable for anything that is not understood, with the nearest that is.
 */
export function parseArguments(line: readonly string[]): PreviewArguments | "help" {
  const { values, tokens } = parseArgs({
    args: [...line],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") refuse(`unexpected argument "${token.value}"`);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (!Object.hasOwn(options, name)) refuse(`unknown option ${rawName}`, suggestedOption(name));
    const { type } = options[name as keyof typeof options];
    // "--stack --json" is a forgotten value, not a stack of that name.
    if (type === "string" && (!value || (!token.inlineValue && value.startsWith("-")))) {
      refuse(`${rawName} needs a value`);
    }
    if (type === "boolean" && value !== undefined) refuse(`${rawName} takes no value`);
    if (seen.has(name)) refuse(`${rawName} is given more than once`);
    seen.add(name);
  }
  if (values.help) return "help";

  const { stack = "production", engine = "auto", against, out } = values;
  if (typeof engine !== "string" || !isEngine(engine)) {
    refuse(
      `--engine is "${String(engine)}", and must be one of ${engines.join(", ")}`,
      nearest(String(engine), engines),
    );
  }
  const [format = "text", second] = formats.filter((name) => values[name]);
  if (second !== undefined) refuse(`--${format} and --${second} exclude each other`);
  if (against !== undefined && format === "sarif") {
    refuse("--sarif has what the policies say of this revision, and nothing to compare");
  }
  if (against !== undefined && engine === "pulumi") {
    refuse(
      "--against compares what two revisions declare, which the embedded engine shows; --engine pulumi compares with the stack's state",
    );
  }
  return {
    stack: String(stack),
    engine,
    ...(against !== undefined && { against: String(against) }),
    format,
    ...(out !== undefined && { out: String(out) }),
  };
}

function isEngine(name: string): name is PreviewArguments["engine"] {
  return (engines as readonly string[]).includes(name);
}

function suggestedOption(name: string): string | undefined {
  const suggestion = nearest(name, Object.keys(options));
  return suggestion && `--${suggestion}`;
}

function refuse(problem: string, suggestion?: string): never {
  const hint = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  throw new Unusable(`${problem}${hint}\nUsage: ${usage}`);
}
