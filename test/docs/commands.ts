/** Programs whose command lines a document may show. */
const PROGRAMS = /^(?:kubectl|npm run|npx pulumi|pgbackrest|psql|curl) /;

/** Command lines in blocks of shell, and in the midst of sentences, each once. */
export function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^ *```(?:sh|bash)\n(.*?)^ *```$/gms)];
  const lines = blocks.flatMap(([, block = ""]) => joined(block).split("\n"));
  const rest = blocks.reduce((text, [block]) => text.replace(block, ""), markdown);
  const spans = [...rest.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.replace(/\s+/g, " "));
  const commands = [...lines.map(withoutComment), ...spans].map((line) => line.trim());
  return [...new Set(commands.filter((line) => PROGRAMS.test(`${line} `)))];
}

/** Lines that go on after a backslash are one. */
function joined(block: string): string {
  return block.replace(/\\\n\s*/g, "");
}

function withoutComment(line: string): string {
  return line.replace(/\s+#.*$/, "");
}
