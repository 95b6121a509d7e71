import { styleText } from "node:util";
import { print } from "../../infra/command-line.ts";
import { EXIT, Unusable } from "../../infra/preview/failure.ts";
import { type Judgement, blocks, judge } from "../judge.ts";
import type { Rule } from "../rule.ts";
import { rules as all } from "../rules/index.ts";
import { type Check, SEVERITIES, help, parseArguments } from "./arguments.ts";
import { readTexts } from "./files.ts";
import { type Objects, type Remark, readObjects } from "./objects.ts";

/** Runs the command, and returns how the process should end. */
export async function run(line: readonly string[]): Promise<number> {
  const args = parseArguments(line);
  if (args === "help") {
    await print(help);
    return EXIT.fine;
  }
  switch (args.command) {
    case "list": {
      const { renderList } = await import("./list.ts");
      await print(renderList(all, args.json));
      return EXIT.fine;
    }
    case "explain": {
      const [rule] = await rulesOf([args.rule]);
      const { renderRule } = await import("../documentation.ts");
      if (rule) await print(`${renderRule(rule, 1)}\n`);
      return EXIT.fine;
    }
    case "check":
      return check(args);
  }
}

async function check(args: Check): Promise<number> {
  const named = args.rules.length > 0 ? await rulesOf(args.rules) : all;
  const asked = named.filter(
    ({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(args.severity),
  );
  const waivers = args.waivers === undefined ? [] : await waiversOf(args.waivers, asked);
  const faults: Remark[] = [];
  const read = readObjects(readTexts(args.targets, faults));
  const objects: Objects = { ...read, faults: [...faults, ...read.faults] };

  const judgement = judge(asked, objects, waivers, new Date().toISOString().slice(0, 10));
  await print(await render(args, judgement, objects));
  const { renderRemark } = await import("./text.ts");
  const refused = objects.faults.map((fault) => renderRemark(fault));
  if (objects.resources.length === 0 && refused.length === 0) {
    refused.push(`${args.targets.join(", ")}: no Kubernetes object, so nothing was judged`);
  }
  if (refused.length > 0) process.stderr.write(`${refused.join("\n")}\n`);
  if (refused.length > 0) return EXIT.unusable;
  return blocks(judgement) ? EXIT.blocked : EXIT.fine;
}

async function rulesOf(names: readonly string[]): Promise<readonly Rule[]> {
  for (const name of names) {
    if (!all.some((rule) => rule.name === name)) {
      const { unknownRule } = await import("./waivers-file.ts");
      throw new Unusable(unknownRule(name));
    }
  }
  return all.filter(({ name }) => names.includes(name));
}

/** Those of the rules that are asked: of another one nobody knows whether it is still needed. */
async function waiversOf(file: string, asked: readonly Rule[]) {
  const { readWaivers } = await import("./waivers-file.ts");
  return readWaivers(file).filter(({ rule }) => asked.some(({ name }) => name === rule));
}

async function render(args: Check, judgement: Judgement, objects: Objects): Promise<string> {
  if (args.format === "text") {
    const { renderReport } = await import("./text.ts");
    return renderReport(judgement, objects, (style, text) =>
      styleText(style, text, { stream: process.stdout }),
    );
  }
  const { report } = await import("./report.ts");
  const policies = report(judgement, objects, args.waivers);
  if (args.format === "sarif") {
    const { sarif } = await import("../../infra/preview/sarif.ts");
    return `${JSON.stringify(sarif({ stack: "manifests", policies }), null, 2)}\n`;
  }
  const { resources, others, faults } = objects;
  const document = { objects: resources.length, notJudged: others, unreadable: faults, policies };
  return `${JSON.stringify(document, null, 2)}\n`;
}
