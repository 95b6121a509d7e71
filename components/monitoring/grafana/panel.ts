import type { Source } from "../sources.ts";
import { DATASOURCES } from "./config.ts";

/** Units as Grafana calls them. */
export type Unit = "short" | "percentunit" | "s" | "bytes" | "reqps" | "ops" | "dateTimeFromNow";

export interface Query {
  /** PromQL, or LogQL in a {@link LogPanel}. */
  readonly expr: string;
  /** Name of each series (`{{job}}`). */
  readonly legend?: string;
}

interface PanelBase {
  readonly title: string;
  /** What a healthy value looks like. */
  readonly description?: string;
  /** What must have happened before it shows anything. Default: it always does, and the release gate insists on it. */
  readonly emptyUntil?: string;
  /** Sources that its queries need beyond those of the dashboard. */
  readonly needs?: readonly Source[];
}

/** Values over time, or the present value of each series. */
export interface MetricPanel extends PanelBase {
  readonly kind: "series" | "value" | "list";
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** A line to keep below (or, with `above`, to keep above). */
  readonly limit?: { readonly at: number; readonly good: "below" | "above" };
}

export interface LogPanel extends PanelBase {
  readonly kind: "logs";
  readonly queries: readonly [Query];
}

export type Panel = MetricPanel | LogPanel;

/** Grid columns of a dashboard, and height and width of each kind of panel in it. */
const COLUMNS = 24;
const SIZES = {
  series: { w: 12, h: 8 },
  value: { w: 6, h: 4 },
  list: { w: 12, h: 8 },
  logs: { w: 24, h: 10 },
} as const satisfies Record<Panel["kind"], { w: number; h: number }>;

const TYPES = { series: "timeseries", value: "stat", list: "table", logs: "logs" } as const;

/** The panels as Grafana's model has them, from left to right and top to bottom. */
export function layOut(panels: readonly Panel[]): object[] {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  return panels.map((panel, index) => {
    const { w, h } = SIZES[panel.kind];
    if (x + w > COLUMNS) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const gridPos = { x, y, w, h };
    x += w;
    rowHeight = Math.max(rowHeight, h);
    return { id: index + 1, gridPos, ...model(panel) };
  });
}

function model(panel: Panel): object {
  const { kind, title, description, queries } = panel;
  const uid = kind === "logs" ? DATASOURCES.logs : DATASOURCES.metrics;
  const datasource = { type: kind === "logs" ? "loki" : "prometheus", uid };
  // The present is all that these show: a range would be fetched for nothing.
  const instant = kind === "value" || kind === "list";
  return {
    type: TYPES[kind],
    title,
    ...(description !== undefined && { description }),
    datasource,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + index),
      datasource,
      expr,
      ...(legend !== undefined && { legendFormat: legend }),
      ...(instant && { instant: true, range: false }),
      ...(kind === "list" && { format: "table" }),
    })),
    ...(kind === "logs"
      ? { options: { showTime: true, wrapLogMessage: true, sortOrder: "Descending" } }
      : { fieldConfig: { defaults: fieldDefaults(panel), overrides: [] } }),
  };
}

function fieldDefaults({ kind, unit, limit }: MetricPanel): object {
  const [low, high] = limit?.good === "above" ? ["red", "green"] : ["green", "red"];
  return {
    unit,
    ...(unit === "percentunit" && { min: 0 }),
    ...(limit && {
      thresholds: {
        mode: "absolute",
        steps: [
          { color: low, value: null },
          { color: high, value: limit.at },
        ],
      },
    }),
    ...(kind === "series" && {
      custom: {
        fillOpacity: 10,
        showPoints: "never",
        ...(limit && { thresholdsStyle: { mode: "line" } }),
      },
    }),
  };
}
