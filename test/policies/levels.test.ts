import assert from "node:assert/strict";
import { levelOf } from "../../policies/levels.ts";
import { rules } from "../../policies/rules/index.ts";
import { facts, resourceRule } from "./support/rules.ts";

const anywhere = resourceRule();
const notOnOneMachine = resourceRule({ advisoryOnOneMachine: true });

describe("levels", () => {
  it("are mandatory everywhere, but for what one machine cannot comply with, on one machine", () => {
    for (const environment of ["production", "staging"] as const) {
      for (const rule of rules) assert.equal(levelOf(rule, { environment }), "mandatory");
      assert.equal(levelOf(notOnOneMachine, { environment }), "mandatory");
    }
    assert.equal(levelOf(anywhere, { ...facts, environment: "local" }), "mandatory");
    assert.equal(levelOf(notOnOneMachine, { ...facts, environment: "local" }), "advisory");
  });

  it("are mandatory for objects of which no stack is known", () => {
    assert.equal(levelOf(notOnOneMachine, undefined), "mandatory");
  });
});
