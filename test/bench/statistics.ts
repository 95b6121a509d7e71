/** The middle value; of an even number, the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("median of no values");
  return (lower + upper) / 2;
}

/**
 * How many times the base the values are: the median of the ratios within each round. What slows the machine down for
 * a while slows both sides of a round.
 */
export function ratio(values: readonly number[], base: readonly number[]): number {
  if (values.length !== base.length) throw new RangeError("rounds differ in number");
  return median(values.map((value, round) => value / (base[round] ?? NaN)));
}

/** What one more costs: the slope of the least squares line through the points. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const covariance = points.map(([x, y]) => (x - meanX) * (y - meanY));
  const variance = points.map(([x]) => (x - meanX) ** 2);
  return mean(covariance) / mean(variance);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
