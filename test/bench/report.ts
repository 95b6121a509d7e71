import { CDK8S_SYNTH, PREVIEW } from "./comparison.ts";
import { LINEAR, type Point, growthRatio, growthSlope } from "./growth.ts";
import {
  type Goal,
  formatMemory,
  formatSeconds,
  formatTimes,
  goal,
  table,
  times,
} from "./format.ts";
import type { Figures } from "./measure.ts";
import { type Part, goalTable, sections } from "./part.ts";
import { type PolicyFigures, policyGoals, policySection } from "./policies-report.ts";
import { median } from "./statistics.ts";

/** What one run of the bench found. */
export interface Results {
  /** Day of the run, as in 2026-01-31. */
  readonly date: string;
  readonly rounds: number;
  readonly machine: string;
  /** What was compared, with its version. */
  readonly versions: readonly string[];
  readonly comparison: {
    readonly resources: number;
    readonly objects: number;
    /** The embedded preview first. */
    readonly figures: readonly Figures[];
    /** What could not be compared with, and why. */
    readonly missing: readonly string[];
  };
  readonly growth: readonly Point[];
  readonly policies: PolicyFigures;
  /** Production, as many ConfigMaps, and an empty program; or why there are none. */
  readonly engine: { readonly resources: number; readonly figures: readonly Figures[] } | string;
  /** What else was measured, each by itself. */
  readonly parts: readonly Part[];
}

export function goals({ comparison, growth, engine, policies, parts }: Results): Goal[] {
  const figures = (label: string) => comparison.figures.find((each) => each.label === label);
  const [production, configMaps] = typeof engine === "string" ? [] : engine.figures;
  return [
    goal(
      "embedded preview of production faster than `cdk8s synth` of the same objects",
      "its time",
      times(figures(PREVIEW), figures(CDK8S_SYNTH)),
      (value) => value < 1,
    ),
    goal(
      `growth is linear: 50 TaskFlows in one program take at most ${LINEAR} × as long as 10, start-up not counted`,
      "the time of 10",
      growthRatio(growth),
      (value) => value <= LINEAR,
    ),
    goal(
      "preview of production by the engine at most 1.25 × that of as many bare ConfigMaps",
      "its time",
      times(production, configMaps),
      (value) => value <= 1.25,
    ),
    ...policyGoals(policies),
    ...parts.flatMap((part) => part.goals),
  ];
}

/** The report, in Markdown. Ratios come first: figures in seconds are those of one machine. */
export function renderReport(results: Results): string {
  const { date, rounds, machine, versions, comparison, growth, engine, policies, parts } = results;
  return `# Benchmarks

Made by \`npm run bench\` on ${date}. Unless a section says otherwise,
every figure is that of a whole process: the median of ${rounds} rounds in which the commands alternate. A
ratio is the median of the ratios within the rounds. Memory is the peak of what is resident, all processes of a command
added up. Ratios carry over to other machines; seconds and MiB are those of one with ${machine}.

## Goals

${goalTable(goals(results))}

## Embedded preview of production

${comparison.resources} resources, of which ${comparison.objects} are Kubernetes objects. The other tools render these
same objects, complete and without a value to fill in, and their output is checked to be equal. The preview runs the
program that makes them, with its configuration, and shows parents, dependencies and outputs too.

${table(
  ["Command", "Relative to the preview", "Time", "Memory"],
  comparison.figures.map((each) => [
    each.label,
    formatTimes(times(each, comparison.figures[0])),
    formatSeconds(each),
    formatMemory(each),
  ]),
)}
${comparison.missing.map((reason) => `\nNot compared: ${reason}.\n`).join("")}
## Several TaskFlows in one program

Embedded, each size in a process of its own. One more TaskFlow costs
${Math.round(growthSlope(growth, ({ seconds }) => median(seconds)) * 1000)} ms${memorySlope(growth)}.

${table(
  ["TaskFlows", "Resources", "Time", "Time above start-up, for each", "Memory"],
  growth.map(({ instances, resources, figures }) => [
    String(instances),
    String(resources),
    formatSeconds(figures),
    aboveStart(growth[0], instances, figures),
    formatMemory(figures),
  ]),
)}

## Preview by the engine

${engineSection(engine)}
## Policies

${policySection(policies)}
${sections(parts)}## Versions

${versions.map((version) => `- ${version}`).join("\n")}
`;
}

function engineSection(engine: Results["engine"]): string {
  if (typeof engine === "string") return `Not measured: ${engine}.\n`;
  const [, floor] = engine.figures;
  return `A new stack in a local backend, no cluster, cert-manager taken as installed: ${engine.resources} resources.

${table(
  ["Command", "Relative to the ConfigMaps", "Time", "Memory"],
  engine.figures.map((each) => [
    each.label,
    formatTimes(times(each, floor)),
    formatSeconds(each),
    formatMemory(each),
  ]),
)}
`;
}

function aboveStart(start: Point | undefined, instances: number, figures: Figures): string {
  if (start === undefined || instances === 0) return "–";
  const seconds = median(figures.seconds) - median(start.figures.seconds);
  return `${Math.round((seconds / instances) * 1000)} ms`;
}

function memorySlope(growth: readonly Point[]): string {
  if (growth.some(({ figures }) => figures.memory === undefined)) return "";
  const slope = growthSlope(growth, ({ memory = NaN }) => memory);
  return ` and ${slope.toFixed(1)} MiB`;
}
