import { setTimeout } from "node:timers/promises";

/**
 * Asks until there is an answer.
 *
 * @throws Error that names what has not come within the time, and what the last question failed with.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  { seconds = 60 }: { readonly seconds?: number } = {},
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      throw new Error(`${what}: not within ${seconds} s`, { cause: last });
    }
    await setTimeout(100);
  }
}
