import assert from "node:assert/strict";
import { bytes, millicores } from "../../components/kubernetes/quantity.ts";

describe("quantities", () => {
  for (const [quantity, expected] of [
    ["1024", 1024],
    ["1k", 1000],
    ["512Mi", 512 * 2 ** 20],
    ["1.5Gi", 1536 * 2 ** 20],
  ] as const) {
    it(`${quantity} is ${expected} bytes`, () => {
      assert.equal(bytes(quantity), expected);
    });
  }

  for (const quantity of ["", "Gi", "1 Gi", "1gi", "-1Gi", "500m"]) {
    it(`"${quantity}" is no number of bytes`, () => {
      assert.ok(Number.isNaN(bytes(quantity)));
    });
  }

  it("1500m and 1.5 are the same cores, and 1.5m is none", () => {
    assert.equal(millicores("1500m"), 1500);
    assert.equal(millicores("1.5"), 1500);
    assert.ok(Number.isNaN(millicores("1.5m")));
  });
});
