import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { DOCUMENT, faultsDocument } from "../cluster/gate-faults/document.ts";
import { faults } from "../cluster/gate-faults/index.ts";

describe("docs/faults.md", () => {
  it("is as `npm run test:update` would write it", () => {
    assert.equal(readFileSync(DOCUMENT, "utf8"), faultsDocument(faults));
  });
});
