const MEBIBYTE = 2 ** 20;

/** What a server with room has, so that a checkpoint comes by the clock and not by the load. */
const USUAL = 2048;

/** Two segments, the least that the server takes. */
const LEAST = 32;

/**
 * MiB of write-ahead log after which a checkpoint comes whatever the clock says. No more than a quarter of the volume: a
 * burst of writes must not fill it, for a server without a byte of disk ends.
 * Source: https://www.postgresql.org/docs/15/wal-configuration.html
 */
export function maxWalSize(volume: number): number {
  const quarter = Math.floor(volume / MEBIBYTE / 4);
  return Math.min(Math.max(quarter, LEAST), USUAL);
}
