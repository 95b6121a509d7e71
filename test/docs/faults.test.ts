import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { DOCUMENT, faultsDocument } from "../cluster/drills/faults/document.ts";
import { faults } from "../cluster/drills/gate-faults/index.ts";
import { updateFaults } from "../cluster/drills/update-faults/index.ts";

/** Characters of which one part of a message has as many at least: a word or two would tell it from no other. */
const TELLING = 30;

describe("docs/faults.md", () => {
  it("is as `npm run test:update` would write it", () => {
    assert.equal(readFileSync(DOCUMENT, "utf8"), faultsDocument());
  });

  it("marks what is not brought about itself, and nothing else", () => {
    const document = faultsDocument();
    assert.match(document, /^\| The kubeconfig does not have the context ¹ \| stops/m);
    assert.match(document, /^\| The registry is down ² \| refuses/m);
    assert.match(document, /^\| Somebody else's update of the stack is under way ³ \| fails/m);
    assert.match(document, /^\| Metrics-server is gone \| refuses/m);
  });

  it("quotes of each message as much as it takes to know it again", () => {
    for (const { fault, says = [] } of [...updateFaults, ...faults]) {
      if (says.length === 0) continue;
      assert.ok(
        says.some((part) => part.length >= TELLING),
        `${fault}: ${says.join(" … ")}`,
      );
    }
  });
});
