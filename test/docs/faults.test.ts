import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { DOCUMENT, faultsDocument } from "../cluster/drills/faults/document.ts";

describe("docs/faults.md", () => {
  it("is as `npm run test:update` would write it", () => {
    assert.equal(readFileSync(DOCUMENT, "utf8"), faultsDocument());
  });
});
