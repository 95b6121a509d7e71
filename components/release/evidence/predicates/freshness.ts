import type { Context, Objection } from "../need.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Milliseconds that the clocks of two machines may be apart. */
const SKEW = 5 * 60 * 1000;

/** Objects to what is older than the limit, and to what was found in the future. */
export function freshness(
  what: string,
  foundOn: string,
  { limits: { scanAgeDays }, now }: Context,
): Objection | false {
  const age = now.valueOf() - Date.parse(foundOn);
  if (age < -SKEW) {
    return {
      problem: `${what} is of ${foundOn}, which is yet to come.`,
      fix: "Repeat it on a machine whose clock is right.",
    };
  }
  return (
    age > scanAgeDays * DAY && {
      problem: `${what} is of ${foundOn}, more than ${scanAgeDays} days ago.`,
      fix: "Repeat it with today's data.",
    }
  );
}
