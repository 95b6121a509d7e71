/** Aborts after so many seconds, of which there may be fractions. */
export function within(seconds: number): AbortSignal {
  return AbortSignal.timeout(Math.ceil(seconds * 1000));
}
