import type { PolicyReport, Violation } from "../../infra/preview/document.ts";
import { policyReport } from "../../infra/preview/policy-report.ts";
import type { Verdict } from "../evaluate.ts";
import type { Judgement } from "../judge.ts";
import type { Objects } from "./objects.ts";

/** Identity of what belongs to no object: of the form that objects have. */
const WAIVERS = "waivers::1::File::waivers";

/** The report that a preview has too, but each violation points at the line of its field. */
export function report(judgement: Judgement, objects: Objects, waiversFile?: string): PolicyReport {
  const placed = (verdict: Verdict): Verdict => {
    const { resource, path } = verdict;
    if (!resource.source) return verdict;
    const source = { ...resource.source, line: objects.lineOf(resource, path) };
    return { ...verdict, resource: { ...resource, source } };
  };
  const withFile = (violation: Violation): Violation =>
    violation.urn === WAIVERS && waiversFile !== undefined
      ? { ...violation, source: { file: waiversFile, line: 1 } }
      : violation;
  const made = policyReport(
    {
      ...judgement,
      violations: judgement.violations.map(({ verdict, level }) => ({
        verdict: placed(verdict),
        level,
      })),
      waived: judgement.waived.map(({ verdict, waiver }) => ({ verdict: placed(verdict), waiver })),
    },
    WAIVERS,
  );
  return { ...made, violations: made.violations.map(withFile) };
}
