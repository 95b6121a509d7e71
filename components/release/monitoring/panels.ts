import type { Dashboard } from "../../monitoring/grafana/dashboard.ts";
import type { Refusal } from "../gates/gate.ts";

/** A query of a panel. */
export interface PanelQuery {
  readonly dashboard: string;
  readonly panel: string;
  readonly expr: string;
}

/** The queries that must return something: those of measurements, but for panels that may be empty. */
export function panelQueries(dashboards: readonly Dashboard[]): PanelQuery[] {
  return dashboards.flatMap(({ uid, panels }) =>
    panels.flatMap((panel) =>
      panel.kind === "logs" || panel.emptyUntil !== undefined
        ? []
        : panel.queries.map(({ expr }) => ({ dashboard: uid, panel: panel.title, expr })),
    ),
  );
}

/** @param empty queries that return nothing. */
export function judgePanels(empty: readonly PanelQuery[]): Refusal[] {
  return empty.map(({ dashboard, panel, expr }) => ({
    item: "post-mon.3",
    problem: `Panel "${panel}" of dashboard ${dashboard} shows nothing: ${expr} is empty.`,
    fix: "See which of its metrics or labels is not there in Prometheus.",
  }));
}
