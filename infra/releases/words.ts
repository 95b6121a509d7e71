import type { DoraFigures } from "../../components/release/record/dora.ts";
import type { Listed } from "../../components/release/record/list.ts";

export const STATUS_WORDS: Readonly<Record<Listed["status"], string>> = {
  success: "Success",
  partial: "Partial",
  failed: "Failed",
  unfinished: "Unfinished",
};

/** `4 min 10 s`, with the two largest units. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const units = [
    [86_400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ] as const;
  const parts: string[] = [];
  let rest = whole;
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

export function secondsOf({ start, end }: Pick<Listed, "start" | "end">): number {
  return (Date.parse(end) - Date.parse(start)) / 1000;
}

/** An instant as the record has it, without fractions: `2026-11-28 03:40:12 UTC`. */
export function instant(text: string): string {
  return `${new Date(text).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The four figures, each with what it is of. */
export function figureRows(figures: DoraFigures): [name: string, value: string][] {
  const { days, deploymentFrequency, leadTime, changeFailRate, recoveryTime } = figures;
  const share = (part: number, all: number) =>
    all === 0 ? "none" : `${Math.round((part / all) * 100)} % (${part} of ${all})`;
  const median = ({ medianSeconds, of }: DoraFigures["leadTime"]) =>
    medianSeconds === undefined ? "none" : `${duration(medianSeconds)} (median of ${of})`;
  return [
    [
      "Deployment frequency",
      `${deploymentFrequency.perWeek} a week (${deploymentFrequency.deployments} in ${days} days)`,
    ],
    ["Change lead time", median(leadTime)],
    ["Change fail rate", share(changeFailRate.failed, changeFailRate.of)],
    ["Failed deployment recovery time", median(recoveryTime)],
  ];
}
