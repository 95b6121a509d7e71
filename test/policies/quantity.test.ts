import assert from "node:assert/strict";
import { imageReference, isDigest } from "../../policies/image.ts";
import { quantity } from "../../policies/quantity.ts";

describe("quantities of Kubernetes", () => {
  it("are read as the API server reads them", () => {
    const numbers: readonly (readonly [unknown, number])[] = [
      ["250m", 0.25],
      ["1.5Gi", 1.5 * 2 ** 30],
      ["1e3", 1000],
      ["1E", 1e18],
      [".5", 0.5],
      ["+2k", 2000],
      [2, 2],
    ];
    for (const [text, number] of numbers) assert.equal(quantity(text), number, String(text));
  });

  it("are nothing when they are none", () => {
    for (const text of ["", "Mi", "1 Gi", "1gi", "1Kib", "0x10", "constructor", NaN, true, null]) {
      assert.equal(quantity(text), undefined, String(text));
    }
  });
});

describe("references to images", () => {
  it("are taken apart at the right colon", () => {
    assert.deepEqual(imageReference("registry.example.com:5000/backend"), {
      repository: "registry.example.com:5000/backend",
    });
    assert.deepEqual(imageReference("registry.example.com:5000/backend:v1@sha256:0"), {
      repository: "registry.example.com:5000/backend",
      tag: "v1",
      digest: "sha256:0",
    });
  });

  it("are by digest only when it is whole", () => {
    assert.ok(isDigest(`sha256:${"0".repeat(64)}`));
    assert.ok(!isDigest(`sha256:${"0".repeat(63)}`));
    assert.ok(!isDigest(undefined));
  });
});
