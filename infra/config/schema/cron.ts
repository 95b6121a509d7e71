/** The lowest and the highest value of each field. Sunday is 0 or 7. */
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** Whether a CronJob accepts it. Names of months and days are left to those who can do without. */
export function isCron(value: string): boolean {
  const fields = value.split(" ");
  return (
    fields.length === RANGES.length &&
    RANGES.every(([min, max], index) =>
      (fields[index] ?? "").split(",").every((part) => isPart(part, min, max)),
    )
  );
}

/** A value, a range or everything, optionally with a step. */
function isPart(part: string, min: number, max: number): boolean {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (!match) return false;
  const [, from = String(min), to, step = "1"] = match;
  const first = Number(from);
  const last = Number(to ?? first);
  return first >= min && last <= max && first <= last && Number(step) >= 1 && Number(step) <= max;
}
