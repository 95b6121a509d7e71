import assert from "node:assert/strict";
import { blocks, judge, violates } from "../../policies/judge.ts";
import type { Waiver } from "../../policies/waivers.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { configMap, facts, graphRule, resourceRule } from "./support/rules.ts";

const today = "2026-11-23";
const resources = [configMap("web", { text: "forbidden" })];
const waiver: Waiver = {
  rule: "data-allowed",
  object: "ConfigMap/web",
  reason: "The text is that of a test, which nobody reads.",
  by: "Robin Lindqvist",
  until: "2027-06-30",
};

describe("a judgement", () => {
  it("blocks for a mandatory violation, and not for advice", () => {
    const rule = resourceRule({ advisoryOnOneMachine: true });
    const levels = (["production", "staging", "local"] as const).map((environment) => {
      const judgement = judge([rule], { resources, stack: { ...facts, environment } }, [], today);
      assert.equal(blocks(judgement), violates(judgement));
      return [judgement.violations.map(({ level }) => level), blocks(judgement)];
    });
    assert.deepEqual(levels, [
      [["mandatory"], true],
      [["mandatory"], true],
      [["advisory"], false],
    ]);
  });

  it("does not block for what is waived, and does for a waiver that does not hold", () => {
    const graph = { resources, stack: facts };
    const waived = judge([resourceRule()], graph, [waiver], today);
    assert.deepEqual(
      [waived.violations.length, waived.waived.length, blocks(waived)],
      [0, 1, false],
    );
    const unused = judge([], graph, [waiver], today);
    assert.deepEqual([violates(unused), blocks(unused)], [false, true]);
  });

  it("puts the worst first, and is otherwise in the order of the rules", () => {
    const rules = (["low", "critical", "medium", "high", "critical"] as const).map(
      (severity, index) => resourceRule({ name: `rule-${index}`, severity }),
    );
    const { violations } = judge(rules, { resources, stack: facts }, [], today);
    assert.deepEqual(
      violations.map(({ verdict }) => verdict.rule.name),
      ["rule-1", "rule-4", "rule-3", "rule-2", "rule-0"],
    );
  });

  it("counts the rules that were asked, which of plain manifests are fewer", () => {
    const rules = [resourceRule(), graphRule({ onlyStacks: true })];
    assert.equal(judge(rules, { resources, stack: facts }, [], today).evaluated, 2);
    const plain = judge(rules, { resources }, [], today);
    assert.deepEqual([plain.evaluated, plain.violations.length], [1, 1]);
  });

  it("does not block for what is undecided, and tells it", () => {
    const open = [configMap("web", { text: UNKNOWN })];
    for (const rule of [resourceRule(), graphRule()]) {
      const judgement = judge([rule], { resources: open, stack: facts }, [], today);
      assert.equal(blocks(judgement), false);
      assert.deepEqual(
        judgement.undecided.map(({ path }) => path),
        ["data.text"],
      );
    }
  });
});
