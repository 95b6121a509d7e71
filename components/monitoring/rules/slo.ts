import type { AlertRule, RecordingRule } from "./rule.ts";

/** A service level objective over 30 days. */
export interface Slo {
  /** Value of the `slo` label, and in upper camel case the start of the alerts' names. */
  readonly name: string;
  /** Percent of good events, below 100. */
  readonly objective: number;
  /** PromQL of the share of bad events over a range such as `5m`. */
  readonly errorRatio: (range: string) => string;
  /** What a bad event is, for people (`requests fail`). */
  readonly badEvent: string;
  readonly checklist: readonly string[];
}

/** How fast a burn must be to be told, over which pair of windows. */
interface Burn {
  readonly factor: number;
  readonly long: string;
  readonly short: string;
}

/**
 * The windows of the SRE workbook for 30 days: the fast ones spend 2 % and 5 % of the budget before they tell, the
 * slow ones 10 %. Source: https://sre.google/workbook/alerting-on-slos/
 */
const PAGE: readonly Burn[] = [
  { factor: 14.4, long: "1h", short: "5m" },
  { factor: 6, long: "6h", short: "30m" },
];
const TICKET: readonly Burn[] = [
  { factor: 3, long: "1d", short: "2h" },
  { factor: 1, long: "3d", short: "6h" },
];

/** Error ratios over every window, the budget that is left, and a page and a ticket for burning it too fast. */
export function sloRules(slo: Slo): (AlertRule | RecordingRule)[] {
  const labels = { slo: slo.name };
  const budget = round(1 - slo.objective / 100);
  const windows = [...PAGE, ...TICKET].flatMap(({ long, short }) => [short, long]);
  return [
    ...[...new Set(windows)].map((range) => ({
      record: ratioMetric(range),
      expr: slo.errorRatio(range),
      labels,
    })),
    {
      record: "slo:error_budget_remaining:ratio30d",
      expr: `1 - avg_over_time(${ratioMetric("5m")}{slo="${slo.name}"}[30d]) / ${budget}`,
      labels,
    },
    burnAlert(slo, "Fast", PAGE, budget),
    burnAlert(slo, "Slow", TICKET, budget),
  ];
}

export function ratioMetric(range: string): string {
  return `slo:error:ratio_rate${range}`;
}

function burnAlert(
  slo: Slo,
  speed: "Fast" | "Slow",
  burns: readonly Burn[],
  budget: number,
): AlertRule {
  const spent = ({ factor, long, short }: Burn) =>
    [long, short]
      .map((range) => `${ratioMetric(range)}{slo="${slo.name}"} > ${round(factor * budget)}`)
      .join(" and ");
  return {
    alert: `${capitalized(slo.name)}BudgetBurns${speed}`,
    expr: burns.map((burn) => `(${spent(burn)})`).join(" or "),
    severity: speed === "Fast" ? "critical" : "warning",
    concern: "service",
    labels: { slo: slo.name },
    summary: `Too many ${slo.badEvent}: the ${slo.name} budget of 30 days burns ${speed === "Fast" ? "fast" : "away"}.`,
    description:
      `{{ $value | humanizePercentage }} of ${slo.badEvent} over the last hours, ` +
      `where ${slo.objective}% good is the objective.`,
    checklist: slo.checklist,
  };
}

/** Without the noise of binary fractions: 14.4 × 0.001 is 0.0144. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
