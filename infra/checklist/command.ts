import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { styleText } from "node:util";
import { print } from "../command-line.ts";
import { EXIT } from "../preview/failure.ts";
import { type ChecklistArguments, help, parseArguments } from "./arguments.ts";
import { type Checklist, checklist, countStates } from "./checklist.ts";

/** Runs the command, and returns how the process should end. */
export async function run(line: readonly string[], root: string): Promise<number> {
  const args = parseArguments(line);
  if (args === "help") {
    await print(help);
    return EXIT.fine;
  }
  const checked = await checklist({
    stack: args.stack,
    root,
    log: ({ severity, text }) => {
      if (severity !== "debug") process.stderr.write(`${severity}: ${text}\n`);
    },
  });
  const text = await render(args, checked, args.base ?? wayTo(root, args.out));
  if (args.out === undefined) {
    await print(text);
  } else {
    mkdirSync(dirname(resolve(args.out)), { recursive: true });
    writeFileSync(args.out, text);
    process.stderr.write(`wrote ${args.out}\n`);
  }
  return countStates(checked.items).violated > 0 ? EXIT.blocked : EXIT.fine;
}

async function render(
  { format, out }: ChecklistArguments,
  checked: Checklist,
  base: string,
): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify({ ...checked, counts: countStates(checked.items) }, null, 2)}\n`;
    case "markdown": {
      const { renderMarkdown } = await import("./markdown.ts");
      return renderMarkdown(checked, base);
    }
    case "html": {
      const { renderHtml } = await import("./html.ts");
      return renderHtml(checked, base);
    }
    case "text": {
      const { renderText } = await import("./text.ts");
      return renderText(checked, (style, text) =>
        out === undefined ? styleText(style, text, { stream: process.stdout }) : text,
      );
    }
  }
}

/** From where a report will be to the root of the repository, as links have it. */
function wayTo(root: string, out: string | undefined): string {
  const way = relative(out === undefined ? process.cwd() : dirname(resolve(out)), root);
  return way === "" ? "" : `${way.replaceAll(sep, "/")}/`;
}
