import { join } from "node:path";
import { type Command, type Figures, outputOf } from "./measure.ts";
import { ratio, slope } from "./statistics.ts";

/** How many TaskFlows are in one program. None is what starting up costs. */
const SIZES = [0, 1, 5, 10, 25, 50] as const;

/** As the preview command sets them; see infra/preview/main.ts. */
const flags = ["--no-opt", "--no-maglev"];

/** One program of several TaskFlows. */
export interface Point {
  readonly instances: number;
  readonly resources: number;
  readonly figures: Figures;
}

/** Five times the work may take this many times as long, so that noise is not taken for a bend. */
export const LINEAR = 5 * 1.2;

export async function growthCommands(
  root: string,
): Promise<{ instances: number; resources: number; command: Command }[]> {
  const commands = [];
  for (const instances of SIZES) {
    const command = severalTaskflows(root, instances);
    commands.push({ instances, resources: Number(await outputOf(command)), command });
  }
  return commands;
}

/** The program of several TaskFlows. */
export function severalTaskflows(root: string, instances: number): Command {
  return {
    label: `${instances} TaskFlows`,
    file: process.execPath,
    args: [...flags, join(import.meta.dirname, "growth-program.ts"), String(instances)],
    cwd: root,
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compile") },
  };
}

/** How many times as long 50 take as 10, without what starting up costs. */
export function growthRatio(points: readonly Point[]): number {
  const [none = [], ten = [], fifty = []] = [0, 10, 50].map(
    (size) => points.find(({ instances }) => instances === size)?.figures.seconds ?? [],
  );
  return ratioAbove(none, fifty, ten);
}

/** How many times the base the values are, without what starting up costs in the same round. */
export function ratioAbove(
  start: readonly number[],
  values: readonly number[],
  base: readonly number[],
): number {
  const above = (seconds: readonly number[]) =>
    seconds.map((second, round) => second - (start[round] ?? NaN));
  return ratio(above(values), above(base));
}

/** What one more TaskFlow costs. */
export function growthSlope(points: readonly Point[], of: (figures: Figures) => number): number {
  return slope(points.map(({ instances, figures }) => [instances, of(figures)]));
}
