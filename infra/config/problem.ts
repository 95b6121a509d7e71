import { stringify } from "yaml";

export type Path = readonly (string | number)[];

/** One thing that is wrong with the configuration. */
export interface Problem {
  /** The key, with its namespace and the path in it: `taskflow:database.pools.application`. */
  readonly key: string;
  /** What is wrong and what would be right, in words; never the value of a secret. */
  readonly message: string;
  /** How to set it right: the lines of the stack file, or a command. */
  readonly example: string;
}

/** Name of the project, which is the namespace of its keys. */
export const NAMESPACE = "taskflow";

/** The key as `pulumi config set --path` and the messages write it. */
export function keyOf(path: Path): string {
  const [first = "", ...rest] = path;
  return rest.reduce<string>(
    (key, part) => {
      if (typeof part === "number") return `${key}[${String(part)}]`;
      return /^[A-Za-z_][\w-]*$/.test(part) ? `${key}.${part}` : `${key}[${JSON.stringify(part)}]`;
    },
    `${NAMESPACE}:${String(first)}`,
  );
}

/** A problem at a path, with the command or the lines that set the value to the example. */
export function problem(path: Path, message: string, example: unknown): Problem {
  return { key: keyOf(path), message, example: howToSet(path, example) };
}

/** How a scalar is set by command, and everything else by editing the stack file. */
export function howToSet(path: Path, value: unknown): string {
  if (typeof value === "object" && value !== null) return yamlAt(path, value);
  return setCommand(path, String(value), typeof value);
}

/** How a secret is set. Its value is asked for, so that it stays out of the shell's history. */
export function howToSetSecret(name: string): string {
  return `pulumi config set --secret ${NAMESPACE}:${name}`;
}

export function howToRemove(path: Path): string {
  const [flag, key] = path.length > 1 ? ["--path ", quote(keyOf(path))] : ["", keyOf(path)];
  return `pulumi config rm ${flag}${key}`;
}

function setCommand(path: Path, value: string, type: string): string {
  if (value.includes("\n")) return yamlAt(path, value);
  const flags = path.length > 1 ? ["--path"] : [];
  // Without it the command makes a number of what looks like one, and text of what has a decimal point.
  if (type === "number" && value.includes(".")) flags.push("--type float");
  if (type === "string" && /^([+-]?\d+|true|false)$/.test(value)) flags.push("--type string");
  return ["pulumi config set", ...flags, quote(keyOf(path)), quote(value)].join(" ");
}

/** The lines of the stack file that hold the value at the path. */
function yamlAt(path: Path, value: unknown): string {
  const [first = "", ...rest] = path;
  const nested = rest.reduceRight<unknown>(
    (inner, part) => (typeof part === "number" ? [inner] : { [part]: inner }),
    value,
  );
  return stringify({ [`${NAMESPACE}:${String(first)}`]: nested }, { lineWidth: 0 }).trimEnd();
}

export function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** A value as messages show it: short, on one line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** All problems as one text for people. Its commands are for this stack, whichever is selected. */
export function formatProblems(stack: string, problems: readonly Problem[]): string {
  const forStack = (line: string) =>
    line.replace(/^pulumi config (set|rm) /, `npx pulumi config $1 --stack ${quote(stack)} `);
  const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
  const blocks = problems.map(({ key, message, example }) =>
    [`${key} ${message}`, ...example.split("\n").map((text) => `    ${forStack(text)}`)].join("\n"),
  );
  return [`The configuration of stack ${stack} has ${count}:`, ...blocks].join("\n\n");
}
