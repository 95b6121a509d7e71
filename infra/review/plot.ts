import { escape } from "../html.ts";
import type { Series } from "./answer.ts";
import { shown } from "./units.ts";
import type { Answer } from "./answer.ts";

const WIDTH = 640;
const HEIGHT = 160;
/** Room for the scale. */
const LEFT = 64;
const BOTTOM = 20;

/** Colours that also those tell apart who do not see all (Okabe and Ito). */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

/** The series over time as SVG: a line each, the limit dashed, and the least that a scale needs. */
export function plot({ title, unit, limit, series }: Answer): string {
  const points = series.flatMap((each) => each.points);
  if (points.length === 0) return "";
  const times = points.map(([at]) => at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const top = Math.max(...points.map(([, value]) => value), limit ?? 0) || 1;
  const bottom = Math.min(0, ...points.map(([, value]) => value));
  const x = (at: number) => LEFT + ((at - first) / (last - first || 1)) * (WIDTH - LEFT);
  const y = (value: number) => (HEIGHT - BOTTOM) * (1 - (value - bottom) / (top - bottom || 1));
  const lines = series.map((each, index) =>
    line(each, COLOURS[index % COLOURS.length] ?? "", x, y),
  );
  const level = (value: number) =>
    `<text x="${LEFT - 6}" y="${round(y(value)) + 4}" text-anchor="end">${escape(shown(value, unit))}</text>`;
  const time = (at: number, anchor: string) =>
    `<text x="${round(x(at))}" y="${HEIGHT - 4}" text-anchor="${anchor}">${day(at)}</text>`;
  return [
    `<svg viewBox="0 -12 ${WIDTH} ${HEIGHT + 12}" role="img" aria-label="${escape(title)}">`,
    ...[bottom, top].map(level),
    ...[time(first, "start"), time(last, "end")],
    ...(limit === undefined
      ? []
      : [
          `<line class="limit" x1="${LEFT}" x2="${WIDTH}" y1="${round(y(limit))}" y2="${round(y(limit))}"/>`,
        ]),
    ...lines,
    "</svg>",
  ].join("\n");
}

function line(
  { name, points }: Series,
  colour: string,
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  const way = points.map(([at, value]) => `${round(x(at))},${round(y(value))}`).join(" ");
  return `<polyline fill="none" stroke="${colour}" points="${way}"><title>${escape(name)}</title></polyline>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function day(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 16).replace("T", " ");
}
