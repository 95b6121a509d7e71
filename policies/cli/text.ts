import type { Judgement } from "../judge.ts";
import type { Verdict } from "../evaluate.ts";
import type { Objects, Remark } from "./objects.ts";
import { fault, title } from "../message.ts";
import type { Severity } from "../rule.ts";

/** Styles a piece of text, or leaves it as it is where colour is not wanted. */
export type Paint = (style: "bold" | "dim" | "red" | "yellow", text: string) => string;

/** What was found, by rule, the worst first: each object with its place, and each of its fields. */
export function renderReport(judgement: Judgement, objects: Objects, paint: Paint): string {
  const { violations, waived, waiverProblems } = judgement;
  const byRule = Map.groupBy(violations, ({ verdict }) => verdict.rule);
  const sections = [...byRule].map(([rule, found]) =>
    [
      `${paint(styleOf(rule.severity), rule.severity)} ${paint("bold", rule.name)}  ${rule.title}`,
      ...violationsOf(
        found.map(({ verdict }) => verdict),
        objects,
        paint,
      ),
      paint("dim", `  fix: ${rule.fix}`),
    ].join("\n"),
  );
  if (waiverProblems.length > 0) {
    const lines = waiverProblems.map(
      ({ waiver, message }) => `  ${waiver.rule} for ${waiver.object}: ${message}`,
    );
    sections.push([paint("red", "waivers that do not hold"), ...lines].join("\n"));
  }
  if (waived.length > 0) {
    const lines = waived.map(
      ({ verdict, waiver: { by, until, reason } }) =>
        `  ${verdict.rule.name} ${title(verdict.resource)}: ${by}, until ${until}: ${reason}`,
    );
    sections.push([paint("dim", "waived"), ...lines].join("\n"));
  }
  if (objects.others.length > 0) {
    const lines = objects.others.map((remark) => `  ${renderRemark(remark)}`);
    sections.push([paint("dim", "not judged"), ...lines].join("\n"));
  }
  return `${[...sections, summary(judgement, objects)].join("\n\n")}\n`;
}

function* violationsOf(verdicts: readonly Verdict[], objects: Objects, paint: Paint) {
  for (const [resource, found] of Map.groupBy(verdicts, (verdict) => verdict.resource)) {
    const place = `${resource.source?.file ?? ""}:${resource.source?.line ?? 1}`;
    yield `  ${title(resource)} ${paint("dim", place)}`;
    for (const verdict of found) {
      const line = objects.lineOf(resource, verdict.path);
      yield `    ${fault(verdict)}${line === resource.source?.line ? "" : paint("dim", ` :${line}`)}`;
    }
  }
}

export function renderRemark({ file, line, message }: Remark): string {
  return `${file}:${line}: ${message}`;
}

function summary({ evaluated, violations, waived }: Judgement, objects: Objects): string {
  const { resources, others, faults } = objects;
  const violating = new Set(violations.map(({ verdict }) => verdict.resource));
  const violated = new Set(violations.map(({ verdict }) => verdict.rule));
  const asked = `${plural(resources.length, "object")}, ${plural(evaluated, "rule")}`;
  const found =
    violations.length === 0
      ? "no violation"
      : `${plural(violations.length, "violation")} of ${plural(violated.size, "rule")} in ${plural(violating.size, "object")}`;
  return [
    `${asked}: ${found}`,
    ...(waived.length > 0 ? [`${waived.length} waived`] : []),
    ...(others.length > 0 ? [`${plural(others.length, "document")} not judged`] : []),
    ...(faults.length > 0 ? [`${faults.length} unreadable`] : []),
  ].join(", ");
}

function styleOf(severity: Severity): "red" | "yellow" {
  return severity === "critical" || severity === "high" ? "red" : "yellow";
}

function plural(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
