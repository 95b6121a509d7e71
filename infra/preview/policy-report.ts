import type { Verdict } from "../../policies/evaluate.ts";
import type { Judgement } from "../../policies/judge.ts";
import type { Level } from "../../policies/levels.ts";
import { message } from "../../policies/message.ts";
import type { PolicyReport, Violation } from "./document.ts";

/** A judgement as the document tells it. */
export function policyReport(judgement: Judgement, stackUrn: string): PolicyReport {
  const problems = judgement.waiverProblems.map(({ waiver, message }): Violation => ({
    policy: waiver.rule,
    level: "mandatory",
    severity: "high",
    urn: stackUrn,
    path: "",
    message: `The waiver for ${waiver.object} ${message}`,
  }));
  return {
    evaluated: judgement.evaluated,
    violations: [
      ...problems,
      ...judgement.violations.map(({ verdict, level }) => violation(verdict, level)),
    ],
    waived: judgement.waived.map(({ verdict, waiver: { reason, by, until } }) => ({
      ...violation(verdict, "mandatory"),
      waiver: { reason, by, until },
    })),
    undecided: judgement.undecided.map(({ rule, resource, path }) => ({
      policy: rule.name,
      urn: resource?.id ?? stackUrn,
      path,
    })),
  };
}

function violation(verdict: Verdict, level: Level): Violation {
  const { rule, resource, path } = verdict;
  return {
    policy: rule.name,
    level,
    severity: rule.severity,
    urn: resource.id,
    path,
    message: message(verdict),
    ...(resource.source && { source: resource.source }),
  };
}
