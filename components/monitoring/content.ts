import { type Dashboard, fillable } from "./grafana/dashboard.ts";
import { dashboards } from "./grafana/dashboards/all.ts";
import type { Namespaces } from "./namespaces.ts";
import { ruleGroups } from "./rules/render.ts";
import type { RuleGroup } from "./rules/rule.ts";
import { type RuleSettings, ruleContext } from "./rules/settings.ts";
import type { Source } from "./sources.ts";

/** All that rules and dashboards follow from. */
export interface Watched {
  readonly rules: RuleSettings;
  /** Names of the namespaces, as written into rules, queries and paths. */
  readonly namespaceNames: Namespaces;
  /** Who exposes metrics: rules and panels for anything else are left out. */
  readonly sources: readonly Source[];
}

/** Rules and dashboards for what there is to watch. */
export function watchedContent({ rules, namespaceNames, sources }: Watched): {
  readonly groups: readonly RuleGroup[];
  readonly dashboards: readonly Dashboard[];
} {
  return {
    groups: ruleGroups(rules, namespaceNames, sources),
    dashboards: fillable(dashboards(ruleContext(rules, namespaceNames)), sources),
  };
}
