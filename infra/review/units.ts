import type { Unit } from "../../components/monitoring/grafana/panel.ts";

/** A value as people read it. */
export function shown(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return "–";
  switch (unit) {
    case "percentunit":
      return `${digits(value * 100)} %`;
    case "s":
      return duration(value);
    case "reqps":
    case "ops":
      return `${digits(value)}/s`;
    default:
      return digits(value);
  }
}

function duration(seconds: number): string {
  if (Math.abs(seconds) < 1) return `${digits(seconds * 1000)} ms`;
  if (seconds < 120) return `${digits(seconds)} s`;
  if (seconds < 7200) return `${digits(seconds / 60)} min`;
  return seconds < 172_800 ? `${digits(seconds / 3600)} h` : `${digits(seconds / 86_400)} d`;
}

/** Three digits that count. */
function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
