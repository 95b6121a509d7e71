import { EVENTUAL, METRICS } from "../../monitoring/rules/catalogue.ts";
import type { Source } from "../../monitoring/sources.ts";
import type { Refusal } from "../gates/gate.ts";

/** The metrics that must be there, with who exposes each. */
export function neededMetrics(
  sources: readonly Source[],
): readonly { readonly metric: string; readonly source: Source }[] {
  return sources.flatMap((source) =>
    METRICS[source].filter((metric) => !(metric in EVENTUAL)).map((metric) => ({ metric, source })),
  );
}

/** What returns one series for each of the metrics that there is. */
export function existenceQuery(metrics: readonly string[]): string {
  return `group by (__name__) ({__name__=~"${metrics.join("|")}"})`;
}

/** Whether everything that rules and dashboards name is there. */
export function judgeMetrics(
  there: ReadonlySet<string>,
  needed: ReturnType<typeof neededMetrics>,
): Refusal[] {
  return needed
    .filter(({ metric }) => !there.has(metric))
    .map(({ metric, source }) => ({
      item: "step6.4",
      problem: `There is no ${metric}, which rules or dashboards read from ${source}.`,
      fix: `See whether what it exposes has another name since its last version, and correct components/monitoring/rules/catalogue.ts.`,
    }));
}
