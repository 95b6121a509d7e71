import {
  type Goal,
  formatMemory,
  formatSeconds,
  formatTimes,
  goal,
  table,
  times,
} from "./format.ts";
import { LINEAR, ratioAbove } from "./growth.ts";
import type { Figures } from "./measure.ts";
import { CHECK, CHECKOV, KUBE_SCORE } from "./policies.ts";
import type { PolicyShare } from "./policies-share.ts";
import { median, ratio } from "./statistics.ts";

/** One set of manifests, and how long each command took over it. */
export interface PolicyPoint {
  readonly objects: number;
  /** The policies first. */
  readonly figures: readonly Figures[];
}

/** What one run of the bench found of the policies. */
export interface PolicyFigures {
  /** Next to nothing, production, and two sets of several TaskFlows. */
  readonly points: readonly PolicyPoint[];
  readonly share: PolicyShare;
  /** What could not be compared with, and why. */
  readonly missing: readonly string[];
}

export function policyGoals({ points, share }: PolicyFigures): Goal[] {
  const [nothing, production, few, many] = points;
  const of = (point: PolicyPoint | undefined, label: string) =>
    point?.figures.find((figures) => figures.label === label);
  const checks = [nothing, few, many].map((point) => of(point, CHECK)?.seconds ?? []);
  const [start = [], of2000 = [], of10000 = []] = checks;
  return [
    goal(
      `checkov takes at least 10 × as long as ${CHECK} over production's objects`,
      "its time",
      times(of(production, CHECKOV), of(production, CHECK)),
      (value) => value >= 10,
    ),
    goal(
      `${CHECK} over 10,000 objects faster than kube-score`,
      "its time",
      times(of(many, CHECK), of(many, KUBE_SCORE)),
      (value) => value < 1,
    ),
    goal(
      `growth of ${CHECK} is linear: 10,000 objects take at most ${LINEAR} × as long as 2,000, start-up not counted`,
      "the time of 2,000",
      ratioAbove(start, of10000, of2000),
      (value) => value <= LINEAR,
    ),
    goal(
      "asking all rules about production's graph takes less than 15 % of its embedded preview",
      "its time",
      ratio(share.asking, share.preview),
      (value) => value < 0.15,
    ),
  ];
}

export function policySection({ points, share, missing }: PolicyFigures): string {
  const rows = points.flatMap(({ objects, figures }) =>
    figures.map((each) => [
      each.label,
      String(objects),
      formatTimes(times(each, figures[0])),
      formatSeconds(each),
      formatMemory(each),
    ]),
  );
  const { importing, asking, preview } = share;
  const part = (seconds: readonly number[]) =>
    `${Math.round(median(seconds) * 1000)} ms (${formatTimes(ratio(seconds, preview))} its time)`;
  return `In an embedded preview of production, nothing warmed up, asking all rules takes ${part(asking)}, and importing
them another ${part(importing)}.

Of the commands below, those over as many objects read the same YAML: a Namespace, production, or several TaskFlows in
files of production's size. The scanners are offline, and each has rules of its own: what they find is not compared
here.

${table(["Command", "Objects", "Relative to the policies", "Time", "Memory"], rows)}
${missing.map((reason) => `\nNot compared: ${reason}.\n`).join("")}`;
}
