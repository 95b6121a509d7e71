/** One instruction of a recipe. */
export interface Instruction {
  readonly keyword: string;
  /** `--name=value` before its arguments. */
  readonly flags: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A part of a recipe that begins with an image. */
export interface Stage {
  readonly name: string;
  /** Another stage, or an image that is made elsewhere. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** Reads a recipe in the language of Dockerfiles, as far as the recipes of this repository use it. */
export function parseDockerfile(text: string): Stage[] {
  const bases: Record<string, string> = {};
  const stages: Stage[] = [];
  let instructions: Instruction[] | undefined;
  for (const instruction of instructionsOf(text)) {
    if (instruction.keyword === "FROM") {
      const [, base = "", name] = /^(\S+) AS (\S+)$/i.exec(instruction.text) ?? [];
      if (name === undefined) throw new Error(`FROM ${instruction.text}: a stage needs a name`);
      instructions = [];
      stages.push({ name, base: expand(base, bases), instructions });
    } else if (instructions) {
      instructions.push(instruction);
    } else {
      Object.assign(bases, assignments(instruction.text, {}));
    }
  }
  return stages;
}

/** `$NAME` and `${NAME}` by the values of these variables. One that is not set is empty. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (_match, bare: string | undefined, braced: string | undefined) =>
      variables[bare ?? braced ?? ""] ?? "",
  );
}

/** The values that `NAME=value …` gives, with what the variables are before. */
export function assignments(
  text: string,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const words = text.split(/\s+/).filter((word) => word.includes("="));
  return Object.fromEntries(
    words.map((word) => {
      const [name = "", ...value] = word.split("=");
      return [name, expand(value.join("="), variables)];
    }),
  );
}

function instructionsOf(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, "")
    .replace(/\\\n/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, keyword = "", flags = "", rest = ""] =
        /^\s*(\w+)((?:\s+--[\w-]+=\S+)*)\s+(.*)$/.exec(line) ?? [];
      return { keyword: keyword.toUpperCase(), flags: flagsOf(flags), text: rest.trim() };
    });
}

function flagsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/--([\w-]+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}
