import { type Source, available } from "../sources.ts";
import { type Panel, layOut } from "./panel.ts";

/** One dashboard. */
export interface Dashboard {
  /** Last part of its address; never changes, since people bookmark it. */
  readonly uid: string;
  readonly title: string;
  /** Sources without which it makes no sense. */
  readonly needs: readonly Source[];
  readonly panels: readonly Panel[];
}

/** Those that this installation can fill, without the panels that it cannot. */
export function fillable(
  dashboards: readonly Dashboard[],
  sources: readonly Source[],
): Dashboard[] {
  return available(dashboards, sources).map((dashboard) => ({
    ...dashboard,
    panels: dashboard.panels.filter(({ needs = [] }) =>
      needs.every((source) => sources.includes(source)),
    ),
  }));
}

/** The dashboard as JSON of Grafana's classic model, which every version since 8 reads. */
export function dashboardJson({ uid, title, panels }: Dashboard): string {
  return JSON.stringify({
    uid,
    title: `TaskFlow / ${title}`,
    tags: ["taskflow"],
    editable: false,
    graphTooltip: 1,
    refresh: "1m",
    schemaVersion: 39,
    time: { from: "now-6h", to: "now" },
    timezone: "browser",
    links: [
      {
        type: "dashboards",
        title: "TaskFlow",
        tags: ["taskflow"],
        asDropdown: true,
        includeVars: false,
        keepTime: true,
      },
    ],
    panels: layOut(panels),
  });
}
