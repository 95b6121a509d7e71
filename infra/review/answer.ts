import { messageOf } from "../../components/release/evidence/words.ts";
import { type Server, dataOf } from "../../components/release/monitoring/api.ts";
import { type Sample, samplesOf } from "../../components/release/monitoring/prometheus.ts";
import type { Source } from "../../components/monitoring/sources.ts";
import { type Question, WINDOW_SECONDS, type Window } from "./question.ts";

/** One line of a plot or of a table. */
export interface Series {
  /** Labels, as `container=backend`; empty where there is one of it. */
  readonly name: string;
  /** Seconds since 1970 and value, in the order of time. A table has one. */
  readonly points: readonly (readonly [at: number, value: number])[];
}

/** A question with what came back. */
export interface Answer extends Question {
  readonly series: readonly Series[];
  /** Why there is nothing to see. */
  readonly missing?: string;
}

/** Points of a plot: more cannot be told apart. */
const POINTS = 200;

/** Where questions go. Loki is absent where no logs are collected. */
export interface Askable {
  readonly prometheus: Server;
  readonly loki?: Server;
  /** What is measured. */
  readonly sources: readonly Source[];
}

/** Asks one question; what cannot be asked is said in its answer, so that the others are still answered. */
export async function answerTo(
  question: Question,
  window: Window,
  now: number,
  { prometheus, loki, sources }: Askable,
): Promise<Answer> {
  const lacks = question.needs.filter((source) => !sources.includes(source));
  if (lacks.length > 0) {
    return { ...question, series: [], missing: `not measured here: ${lacks.join(", ")}` };
  }
  const server = question.language === "logql" ? loki : prometheus;
  if (!server) return { ...question, series: [], missing: "no logs are collected" };
  try {
    const series =
      question.kind === "series"
        ? await over(server, question.expr, WINDOW_SECONDS[window], now)
        : await once(server, question);
    return { ...question, series };
  } catch (error) {
    return { ...question, series: [], missing: messageOf(error) };
  }
}

async function once(server: Server, { expr, language }: Question): Promise<Series[]> {
  const samples =
    language === "logql"
      ? (
          await dataOf<{ readonly result: readonly Sample[] }>(
            server,
            `/loki/api/v1/query?query=${encodeURIComponent(expr)}`,
          )
        ).result
      : await samplesOf(server, expr);
  return samples
    .map(({ metric, value: [at, value] }) => ({
      name: nameOf(metric),
      points: [[at, Number(value)]] as const,
    }))
    .sort((a, b) => b.points[0][1] - a.points[0][1]);
}

async function over(
  server: Server,
  query: string,
  seconds: number,
  now: number,
): Promise<Series[]> {
  const { result } = await dataOf<{
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [number, string])[];
    }[];
  }>(server, "/api/v1/query_range", {
    query,
    start: String(now - seconds),
    end: String(now),
    step: String(Math.ceil(seconds / POINTS)),
  });
  return result.map(({ metric, values }) => ({
    name: nameOf(metric),
    points: values
      .map(([at, value]) => [at, Number(value)] as const)
      .filter(([, value]) => Number.isFinite(value)),
  }));
}

function nameOf(metric: Readonly<Record<string, string>>): string {
  return Object.entries(metric)
    .filter(([label]) => label !== "__name__" && label !== "job")
    .map(([label, value]) => `${label}=${value}`)
    .join(" ");
}
