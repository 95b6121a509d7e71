import assert from "node:assert/strict";
import { median, ratio, slope } from "./statistics.ts";

describe("statistics of the bench", () => {
  it("takes the middle value, whatever the order", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([10, 9]), 9.5);
    assert.equal(median([7]), 7);
  });

  it("refuses the median of nothing", () => {
    assert.throws(() => median([]), /no values/);
  });

  it("compares within a round, so that a slow round does not count", () => {
    assert.equal(ratio([2, 20, 2], [1, 10, 1]), 2);
    assert.equal(ratio([1, 1, 1], [1, 1, 1]), 1);
  });

  it("refuses rounds without a counterpart", () => {
    assert.throws(() => ratio([1, 2], [1]), /rounds differ/);
  });

  it("finds what one more costs, start-up apart", () => {
    const points = [0, 1, 5, 10].map((x) => [x, 3 + 2 * x] as const);
    assert.ok(Math.abs(slope(points) - 2) < 1e-9);
  });
});
