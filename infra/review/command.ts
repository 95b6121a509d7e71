import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { connect } from "../../components/release/kubernetes/connect.ts";
import type { MonitoringInput } from "../../components/release/monitoring/input.ts";
import { listed } from "../../components/release/record/list.ts";
import { RecordStore } from "../../components/release/record/store.ts";
import { print } from "../command-line.ts";
import { previewEmbedded } from "../preview/engine/index.ts";
import { EXIT } from "../preview/failure.ts";
import { type ReviewArguments, help, parseArguments } from "./arguments.ts";
import { monitoringAsked } from "./asked.ts";
import { renderHtml } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import { releasesIn } from "./releases.ts";
import { type Report, review } from "./report.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Runs the command, and returns how the process should end. */
export async function run(line: readonly string[]): Promise<number> {
  const args = parseArguments(line);
  if (args === "help") {
    await print(help);
    return EXIT.fine;
  }
  const input = await askedOf(args.stack);
  const connection = await connect(input.context);
  const store = new RecordStore(connection, input.namespace);
  const report = await review(connection, input, { ...args, now: new Date() }, async (since) =>
    releasesIn(await listed(store), since),
  );
  const text = render(args, report);
  if (args.out === undefined) {
    await print(text);
  } else {
    mkdirSync(dirname(resolve(args.out)), { recursive: true });
    writeFileSync(args.out, text);
    process.stderr.write(`wrote ${args.out}\n`);
  }
  return EXIT.fine;
}

async function askedOf(stack: string): Promise<MonitoringInput> {
  const { resources } = await previewEmbedded({ stack, root: ROOT });
  const asked = monitoringAsked(resources);
  if (!asked) throw new Error(`${stack} has no monitoring gate`);
  return asked;
}

function render({ format }: ReviewArguments, report: Report): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown":
      return renderMarkdown(report);
    case "html":
      return renderHtml(report);
  }
}
