import type { RuleGroup } from "../../monitoring/rules/rule.ts";
import { groupName } from "../../monitoring/rules/render.ts";
import { isAlert } from "../../monitoring/rules/rule.ts";
import type { Refusal } from "../gates/gate.ts";
import type { LoadedGroup } from "./prometheus.ts";

/** Whether every rule that is declared is loaded, and each that is loaded can be evaluated. */
export function judgeRules(
  loaded: readonly LoadedGroup[],
  declared: readonly RuleGroup[],
): Refusal[] {
  const known = new Map(loaded.map(({ name, rules }) => [name, rules]));
  const missing = declared.flatMap(({ name, rules }) =>
    rules
      .map((rule) => (isAlert(rule) ? rule.alert : rule.record))
      .filter((rule) => known.get(groupName(name))?.every((each) => each.name !== rule) ?? true)
      .map((rule) => `Rule ${rule} of group ${groupName(name)} is not loaded.`),
  );
  const failing = loaded.flatMap(({ name: group, rules }) =>
    rules
      .filter(({ health }) => health !== "ok")
      .map(({ name, health, lastError = "" }) =>
        health === "err"
          ? `Rule ${name} of group ${group} cannot be evaluated: ${lastError}.`
          : `Rule ${name} of group ${group} has not been evaluated yet.`,
      ),
  );
  return [
    ...missing.map((problem) => ({
      problem,
      fix: "See whether Prometheus runs with the ConfigMap that its StatefulSet names now.",
    })),
    ...failing.map((problem) => ({
      problem,
      fix: "See what `promtool check rules` and the log of Prometheus say of it.",
    })),
  ].map((refusal) => ({ item: "step6.5", ...refusal }));
}
