import type { Figures } from "./measure.ts";
import { median, ratio } from "./statistics.ts";

/** One thing to reach. */
export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly verdict: "reached" | "missed" | "not measured";
}

export function goal(
  text: string,
  unit: string,
  value: number | undefined,
  reached: (value: number) => boolean,
): Goal {
  if (value === undefined) return { goal: text, measured: "–", verdict: "not measured" };
  const measured = `${value.toFixed(2)} × ${unit}`;
  return { goal: text, measured, verdict: reached(value) ? "reached" : "missed" };
}

export function times(figures: Figures | undefined, base: Figures | undefined): number | undefined {
  return figures && base && ratio(figures.seconds, base.seconds);
}

export function formatTimes(value: number | undefined): string {
  return value === undefined ? "–" : `${value.toFixed(2)} ×`;
}

export function formatSeconds({ seconds }: Figures): string {
  return `${median(seconds).toFixed(2)} s`;
}

export function formatMemory({ memory }: Figures): string {
  return memory === undefined ? "–" : `${Math.round(memory)} MiB`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  // Figures are read by their last digit.
  const rule = head.map((_cell, column) => (column === 0 || head.length === 3 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
