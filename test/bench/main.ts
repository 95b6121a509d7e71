import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findPulumi } from "../../infra/preview/cli-engine.ts";
import { measureBackups } from "./backups.ts";
import { backupsPart } from "./backups-report.ts";
import { comparison } from "./comparison.ts";
import { embeddedPreview, previewDocument } from "./embedded.ts";
import { enginePreviews } from "./engine.ts";
import type { Goal } from "./format.ts";
import { measureGates } from "./gates.ts";
import { gatesPart } from "./gates-report.ts";
import { growthCommands } from "./growth.ts";
import type { Manifest } from "./manifests.ts";
import { measure, outputOf } from "./measure.ts";
import { withPart } from "./part.ts";
import { policySubjects } from "./policies.ts";
import { policyShare } from "./policies-share.ts";
import { measureRecovery } from "./recovery.ts";
import { recoveryPart } from "./recovery-report.ts";
import { type Results, goals, renderReport } from "./report.ts";
import { installScanners } from "./scanners.ts";
import { type Tool, installTools } from "./tools.ts";

const root = join(import.meta.dirname, "../..");
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "9" },
    /** One of the parts, with everything else in the report as it was. Default: everything is measured. */
    only: { type: "string" },
    out: { type: "string", default: join(root, "docs/benchmarks.md") },
  },
});
const rounds = Number(values.rounds);
const out = resolve(values.out);
const say = (message: string) => process.stderr.write(`${message}\n`);
const date = new Date().toISOString().slice(0, 10);

/** What needs a cluster, and can be measured by itself. */
const parts = {
  gates: async () => gatesPart(await measureGates(say), date),
  backups: async () => backupsPart(await measureBackups(say), date),
  recovery: async () => recoveryPart(await measureRecovery(say), date),
} as const;
if (values.only !== undefined) await measureOnly(values.only);

const cache = join(root, ".cache/bench");
mkdirSync(cache, { recursive: true });
const work = mkdtempSync(join(cache, "work-"));
process.once("exit", () => {
  rmSync(work, { recursive: true });
});

const tools = installTools(cache, say);
const scanners = installScanners(cache, say);
const compared = await compareEmbedded();
const results: Results = {
  date,
  rounds,
  machine: `${availableParallelism()} cores and ${Math.round(totalmem() / 2 ** 30)} GiB`,
  comparison: compared.results,
  policies: await measurePolicies(compared.manifests),
  growth: await measureGrowth(),
  engine: await measureEngine(),
  parts: [await parts.gates(), await parts.backups(), await parts.recovery()],
  versions: await versions(),
};
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, renderReport(results));
end(goals(results));

async function measureOnly(name: string): Promise<never> {
  if (!(name in parts)) {
    throw new Error(`--only takes one of ${Object.keys(parts).join(", ")}, not "${name}"`);
  }
  const part = await parts[name as keyof typeof parts]();
  writeFileSync(out, withPart(readFileSync(out, "utf8"), part));
  return end(part.goals);
}

function end(reached: readonly Goal[]): never {
  for (const { goal, measured, verdict } of reached) {
    process.stdout.write(`${verdict}: ${goal} (${measured})\n`);
  }
  process.stdout.write(`wrote ${relative(process.cwd(), out)}\n`);
  // A bench is no test: a goal that is missed is a finding.
  process.exit();
}

async function compareEmbedded(): Promise<{
  results: Results["comparison"];
  manifests: readonly Manifest[];
}> {
  say("embedded preview");
  const { summary } = await previewDocument(embeddedPreview(root));
  const { commands, manifests } = await comparison(root, work, tools);
  const results = {
    resources: summary.resources,
    objects: manifests.length,
    figures: await measure(commands, rounds, say),
    missing: missing(tools),
  };
  return { results, manifests };
}

async function measurePolicies(manifests: readonly Manifest[]): Promise<Results["policies"]> {
  say("policies");
  const subjects = await policySubjects(root, work, manifests, scanners);
  const commands = subjects.flatMap((subject) => subject.commands);
  const figures = await measure(commands, rounds, say);
  return {
    points: subjects.map(({ objects, commands: { length } }) => ({
      objects,
      figures: figures.splice(0, length),
    })),
    share: await policyShare(root, rounds, say),
    missing: missing(scanners),
  };
}

function missing(all: Readonly<Record<string, Tool>>): string[] {
  return Object.values(all).flatMap((tool) =>
    "missing" in tool ? [`${tool.name}, since ${tool.missing}`] : [],
  );
}

async function measureGrowth(): Promise<Results["growth"]> {
  say("several TaskFlows in one program");
  const points = await growthCommands(root);
  const commands = points.map(({ command }) => command);
  const figures = await measure(commands, rounds, say);
  return points.flatMap(({ instances, resources }, index) => {
    const each = figures[index];
    return each ? [{ instances, resources, figures: each }] : [];
  });
}

async function measureEngine(): Promise<Results["engine"]> {
  say("preview by the engine");
  const cli = findPulumi();
  if (cli === undefined) return "no pulumi CLI on PATH or under PULUMI_HOME";
  try {
    const { commands, resources } = await enginePreviews(cli, root, join(work, "engine"));
    return { resources, figures: await measure(commands, rounds, say) };
  } catch (error) {
    // A machine may have the CLI and not the plugins.
    say(String(error));
    return "the pulumi CLI cannot preview here";
  }
}

async function versions(): Promise<string[]> {
  const cli = findPulumi();
  const version = (file: string, args: string[]) =>
    outputOf({ label: file, file, args, cwd: root, env: process.env }).then((text) => text.trim());
  return [
    `Node ${process.version}`,
    ...[...Object.values(tools), ...Object.values(scanners)].flatMap((tool) =>
      "version" in tool ? [`${tool.name} ${tool.version}`] : [],
    ),
    ...(cli === undefined ? [] : [`Pulumi CLI ${await version(cli, ["version"])}`]),
  ];
}
