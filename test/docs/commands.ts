/** Programs whose command lines a document may show. */
const PROGRAMS = /^(?:kubectl|npm run|npx pulumi|pgbackrest|psql|curl) /;

/** Command lines in blocks of shell, and in the midst of sentences, each once. */
export function commandsIn(markdown: string): string[] {
  const rest = blocksOf(markdown).reduce((text, [block]) => text.replace(block, ""), markdown);
  const spans = [...rest.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.replace(/\s+/g, " "));
  return known([...linesOf(markdown), ...spans]);
}

/** Command lines in blocks of shell alone: sentences may just name them. */
export function blockCommandsIn(markdown: string): string[] {
  return known(linesOf(markdown));
}

function known(lines: readonly string[]): string[] {
  const commands = lines.map((line) => line.trim());
  return [...new Set(commands.filter((line) => PROGRAMS.test(`${line} `)))];
}

function linesOf(markdown: string): string[] {
  return blocksOf(markdown)
    .flatMap(([, block = ""]) => joined(block).split("\n"))
    .map(withoutComment);
}

function blocksOf(markdown: string): RegExpExecArray[] {
  return [...markdown.matchAll(/^ *```(?:sh|bash)\n(.*?)^ *```$/gms)];
}

/** Lines that go on after a backslash are one. */
function joined(block: string): string {
  return block.replace(/\\\n\s*/g, "");
}

function withoutComment(line: string): string {
  return line.replace(/\s+#.*$/, "");
}
