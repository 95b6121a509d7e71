import { parseArgs } from "node:util";
import { nearest } from "./config/nearest.ts";
import { EXIT, Unusable, isForPeople } from "./preview/failure.ts";

/**
 * What an option takes. Only those that are `multiple` may be repeated. What is `optional` comes after `=` alone; without
 * it the option is a flag.
 */
export interface Option {
  readonly type: "string" | "boolean" | "optional";
  readonly multiple?: true;
  readonly short?: string;
}

export interface CommandLine {
  readonly positionals: readonly string[];
  /** Of options that take a value, in the order given. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Options that take none. */
  readonly flags: ReadonlySet<string>;
}

/**
 * Reads a command line strictly.
 *
 * @throws Unusable for anything that is not understood, with the nearest that is.
 */
export function readCommandLine(
  line: readonly string[],
  options: Readonly<Record<string, Option>>,
  usage: string,
): CommandLine {
  const refuse = (problem: string, suggestion?: string) => refusal(problem, usage, suggestion);
  const { tokens } = parseArgs({
    args: [...line],
    options: Object.fromEntries(
      Object.entries(options).map(([name, option]) => [
        name,
        { ...option, type: option.type === "string" ? "string" : "boolean" } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) {
      const near = nearest(name, Object.keys(options));
      throw refuse(`unknown option ${rawName}`, near && `--${near}`);
    }
    const before = values.get(name);
    if ((before && !option.multiple) || flags.has(name)) {
      throw refuse(`${rawName} is given more than once`);
    }
    if (option.type === "optional" && value === undefined) {
      flags.add(name);
      continue;
    }
    if (option.type === "boolean") {
      if (value !== undefined) throw refuse(`${rawName} takes no value`);
      flags.add(name);
      continue;
    }
    // "--stack --json" is a forgotten value, not a stack of that name.
    if (!value || (!token.inlineValue && value.startsWith("-"))) {
      throw refuse(`${rawName} needs a value`);
    }
    values.set(name, [...(before ?? []), value]);
  }
  return { positionals, values, flags };
}

/** An error that says what is wrong with a command line, and how it should be. */
export function refusal(problem: string, usage: string, suggestion?: string): Unusable {
  const hint = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  return new Unusable(`${problem}${hint}\nUsage: ${usage}`);
}

/** Runs a command and ends the process with the code that it returns. */
export async function runCommand(command: () => Promise<number>): Promise<never> {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
  // Whoever reads us (head, less) may stop early.
  process.stdout.on("error", () => process.exit(EXIT.fine));
  let code: number;
  try {
    code = await command();
  } catch (error) {
    const text = isForPeople(error) ? error.message : stackOf(error);
    process.stderr.write(`${text.trimEnd()}\n`);
    code = isForPeople(error) ? EXIT.unusable : EXIT.defect;
  }
  // What the SDK leaves open would hold the process for no use.
  process.exit(code);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Writes to standard output, to the end. */
export function print(text: string): Promise<void> {
  return new Promise((done) => {
    process.stdout.write(text, () => {
      done();
    });
  });
}
