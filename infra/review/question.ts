import type { Unit } from "../../components/monitoring/grafana/panel.ts";
import type { Source } from "../../components/monitoring/sources.ts";

/** How far a review looks back. */
export const WINDOWS = ["24h", "7d", "30d"] as const;

export type Window = (typeof WINDOWS)[number];

export const WINDOW_SECONDS: Readonly<Record<Window, number>> = {
  "24h": 24 * 3600,
  "7d": 7 * 24 * 3600,
  "30d": 30 * 24 * 3600,
};

/** Something that a review looks at. */
export interface Question {
  /** Item of the checklist that asks for it. */
  readonly item: string;
  readonly title: string;
  /** Over time, or once for the whole window. */
  readonly kind: "series" | "table";
  readonly unit: Unit;
  /** PromQL, or LogQL of a question to Loki. */
  readonly expr: string;
  readonly language?: "logql";
  /** What must be measured for it. */
  readonly needs: readonly Source[];
  /** A value that is not to be exceeded. */
  readonly limit?: number;
}

/** Questions that are asked together, by the reviews that they belong to. */
export interface Topic {
  readonly title: string;
  readonly windows: readonly Window[];
  readonly questions: readonly Question[];
  /** What people answer. */
  readonly asked?: readonly { readonly item: string; readonly what: string }[];
}
