const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Seconds of a duration as cert-manager has it (`2160h`, `1h30m`); nothing when it is none. */
export function durationSeconds(value: unknown): number | undefined {
  if (typeof value !== "string" || !/^(?:\d{1,9}(?:\.\d{1,9})?[hms])+$/.test(value)) {
    return undefined;
  }
  let sum = 0;
  for (const [, number, unit = ""] of value.matchAll(/(\d+(?:\.\d+)?)([hms])/g)) {
    sum += Number(number) * (UNITS[unit] ?? NaN);
  }
  return sum;
}
