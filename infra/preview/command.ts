import { resolve } from "node:path";
import { styleText } from "node:util";
import { print, runCommand } from "../command-line.ts";
import { type PreviewArguments, help, parseArguments } from "./arguments.ts";
import { type PreviewDocument, isBlocked } from "./document.ts";
import { type Preview, preview } from "./engine-choice.ts";
import { EXIT } from "./failure.ts";
import type { Comparison } from "./markdown.ts";

/** Runs the command and ends the process. */
export function main(line: readonly string[], root: string): Promise<never> {
  return runCommand(() => run(line, root));
}

async function run(line: readonly string[], root: string): Promise<number> {
  const args = parseArguments(line);
  if (args === "help") {
    await print(help);
    return EXIT.fine;
  }
  const restore = reserveStdout();
  const [current, comparison] = await previews(args, root).finally(restore);
  const { document } = current;

  const files = args.out === undefined ? undefined : await writeOut(args.out, document);
  await print(await render(args, current, comparison));
  if (files !== undefined) process.stderr.write(`${files}\n`);
  return isBlocked(document.policies) ? EXIT.blocked : EXIT.fine;
}

/** This revision and, at the same time in a process of its own, the one to compare with. */
async function previews(
  args: PreviewArguments,
  root: string,
): Promise<[Preview, Comparison | undefined]> {
  const { stack, against } = args;
  const say = (message: string) => {
    process.stderr.write(`${message.trimEnd()}\n`);
  };
  if (against === undefined) return [await preview(args, root, say), undefined];
  const { previewRevision } = await import("./revision.ts");
  const abort = new AbortController();
  const other = previewRevision({ root, ref: against, stack, say, signal: abort.signal });
  try {
    const [current, { commit, document }] = await Promise.all([preview(args, root, say), other]);
    const [{ compare }, { gatesToPass }] = await Promise.all([
      import("./compare.ts"),
      import("./gates.ts"),
    ]);
    const changes = compare(document, current.document);
    const gates = gatesToPass(current.document, changes);
    return [current, { ref: against, commit, changes, gates }];
  } catch (error) {
    abort.abort();
    await other.catch(() => undefined);
    throw error;
  }
}

async function render(
  { format }: PreviewArguments,
  { document, reason }: Preview,
  comparison: Comparison | undefined,
): Promise<string> {
  if (format === "json") {
    const against = comparison && {
      ...comparison,
      changes: comparison.changes.map(({ resource: { urn }, ...change }) => ({ urn, ...change })),
    };
    return `${JSON.stringify({ ...document, ...(against && { against }) }, null, 2)}\n`;
  }
  if (format === "markdown") {
    const { renderMarkdown } = await import("./markdown.ts");
    return renderMarkdown(document, comparison);
  }
  if (format === "sarif") {
    const { sarif } = await import("./sarif.ts");
    return `${JSON.stringify(sarif(document), null, 2)}\n`;
  }
  const { renderCounts, renderOutputs, renderTree } = await import("./text.ts");
  const { renderVerdicts } = await import("./verdicts.ts");
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    styleText(style, text, { stream: process.stdout });
  const sections = [`engine: ${document.engine} (${reason})`];
  if (comparison) {
    const { countChanges, renderDifference } = await import("./difference.ts");
    const { gateLines } = await import("./gates.ts");
    const { ref, commit, changes, gates } = comparison;
    sections.push(
      `${document.stack} against ${ref} (${commit.slice(0, 7)}): ${countChanges(changes)}`,
    );
    if (changes.length > 0) sections.push(renderDifference(changes, paint));
    sections.push(gateLines(gates).join("\n"));
  } else {
    sections.push(renderTree(document, paint));
  }
  sections.push(renderCounts(document), renderVerdicts(document, paint));
  if (!comparison) sections.push(renderOutputs(document));
  return `${sections.join("\n\n")}\n`;
}

async function writeOut(out: string, document: PreviewDocument): Promise<string> {
  const [{ renderFiles }, { writeFiles }] = await Promise.all([
    import("./files.ts"),
    import("./output-folder.ts"),
  ]);
  const files = renderFiles(document);
  writeFiles(resolve(out), files);
  return `wrote ${files.size} files to ${out}`;
}

/** Whatever the program prints while it runs is no part of the result. */
function reserveStdout(): () => void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return () => {
    process.stdout.write = write;
  };
}
