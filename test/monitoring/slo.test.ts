import assert from "node:assert/strict";
import { isAlert } from "../../components/monitoring/rules/rule.ts";
import { sloRules } from "../../components/monitoring/rules/slo.ts";

const rules = (objective: number) =>
  sloRules({
    name: "sample",
    objective,
    errorRatio: (range) => `bad:rate${range}`,
    badEvent: "bad events",
    checklist: ["mon.8"],
  });

describe("objectives", () => {
  it("record the error ratio over each window once", () => {
    const recorded = rules(99.9).flatMap((rule) => (isAlert(rule) ? [] : [rule.record]));
    const windows = ["5m", "1h", "30m", "6h", "2h", "1d", "3d"];
    assert.deepEqual(recorded, [
      ...windows.map((range) => `slo:error:ratio_rate${range}`),
      "slo:error_budget_remaining:ratio30d",
    ]);
  });

  it("page and ticket at the factors of the SRE workbook, on both windows", () => {
    const [fast, slow] = rules(99.9).filter(isAlert);
    const over = (range: string, limit: number) =>
      `slo:error:ratio_rate${range}{slo="sample"} > ${limit}`;
    assert.equal(
      fast?.expr,
      `(${over("1h", 0.0144)} and ${over("5m", 0.0144)}) or (${over("6h", 0.006)} and ${over("30m", 0.006)})`,
    );
    assert.equal(
      slow?.expr,
      `(${over("1d", 0.003)} and ${over("2h", 0.003)}) or (${over("3d", 0.001)} and ${over("6h", 0.001)})`,
    );
    assert.deepEqual([fast.severity, slow.severity], ["critical", "warning"]);
    assert.deepEqual([fast.alert, slow.alert], ["SampleBudgetBurnsFast", "SampleBudgetBurnsSlow"]);
  });

  it("follow the objective without the noise of binary fractions", () => {
    assert.match(rules(99.5).find(isAlert)?.expr ?? "", /> 0\.072 and .*> 0\.072\)/);
  });
});
