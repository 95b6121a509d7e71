/** The two places a rotating credential alternates between. */
export type Slot = "a" | "b";

/** What a rotation counter says about the two slots. */
export interface Rotation {
  /** In use now. */
  readonly current: Slot;
  /** Still valid, so that what was started before the rotation goes on working; re-keyed by the next one. */
  readonly previous: Slot;
  /** The counter at which each slot was last re-keyed. */
  readonly keyedAt: Readonly<Record<Slot, number>>;
}

/**
 * Counting up by one re-keys only the slot that nobody uses any more, and makes it the current one: credentials
 * rotate without a moment in which a running client holds an invalid one (the "alternating users" strategy).
 *
 * @param generation 1 at first; count up by one to rotate.
 */
export function rotation(generation: number): Rotation {
  if (!Number.isSafeInteger(generation) || generation < 1) {
    throw new RangeError(`A rotation counter is a whole number from 1, not ${generation}.`);
  }
  const odd = generation % 2 === 1;
  return {
    current: odd ? "a" : "b",
    previous: odd ? "b" : "a",
    keyedAt: { a: odd ? generation : generation - 1, b: odd ? generation - 1 : generation },
  };
}
