import type { PolicyReport, Violation } from "./document.ts";
import { titleOfUrn } from "./names.ts";
import { type Paint, plain, plural } from "./text.ts";

type Undecided = PolicyReport["undecided"];

/** What the policies say: violations by rule, the worst first, then what is waived, and what is still open. */
export function renderVerdicts(
  { policies }: { readonly policies: PolicyReport },
  paint: Paint = plain,
): string {
  const { violations, waived, undecided } = policies;
  return [
    verdictHeadline(policies),
    ...[...violationsByPolicy(violations)].flatMap(([policy, found]) => [
      `  ${paint(found[0].level === "mandatory" ? "red" : "yellow", standing(found[0]))} ${policy}`,
      ...found.flatMap((violation) => [
        `    ${violation.message}`,
        paint("dim", `      ${place(violation)}`),
      ]),
    ]),
    ...(waived.length > 0 ? ["  waived"] : []),
    ...waived.flatMap(({ waiver, ...violation }) => [
      `    ${violation.policy}: ${waiver.by}, until ${waiver.until}: ${waiver.reason}`,
      paint("dim", `      ${place(violation)}`),
    ]),
    ...(undecided.length > 0 ? ["  decided by the update"] : []),
    ...undecidedValues(undecided).map((value) => paint("dim", `    ${value}`)),
  ].join("\n");
}

/** How much there is of everything. */
export function verdictHeadline({
  evaluated,
  violations,
  waived,
  undecided,
}: PolicyReport): string {
  const mandatory = violations.filter(({ level }) => level === "mandatory").length;
  const advisory = violations.length - mandatory;
  const found =
    violations.length === 0
      ? "no violation"
      : `${mandatory} mandatory, ${plural(advisory, "advisory violation")}`;
  const nothing = evaluated === 0 && violations.length === 0;
  return [
    `${plural(evaluated, "policy", "policies")} evaluated${nothing ? "" : `: ${found}`}`,
    ...(waived.length > 0 ? [`${waived.length} waived`] : []),
    ...(undecided.length > 0 ? [`${undecided.length} decided by the update`] : []),
  ].join(", ");
}

/** Mandatory ones first, then the most severe, then in the order in which the policies were first violated. */
export function violationsByPolicy(
  violations: readonly Violation[],
): Map<string, [Violation, ...Violation[]]> {
  const groups = new Map<string, [Violation, ...Violation[]]>();
  const ordered = violations.toSorted((a, b) => rank(a) - rank(b));
  for (const violation of ordered) {
    const group = groups.get(violation.policy);
    if (group) group.push(violation);
    else groups.set(violation.policy, [violation]);
  }
  return groups;
}

/** The values that are not known yet, each once, with how many policies wait for it. */
export function undecidedValues(undecided: Undecided): string[] {
  const waiting = Map.groupBy(undecided, ({ urn, path }) => `${titleOfUrn(urn)}: ${path}`);
  return [...waiting].map(
    ([value, found]) => `${value} (${plural(found.length, "policy", "policies")})`,
  );
}

/** How bad it is, and what comes of it. */
export function standing({ level, severity }: Violation): string {
  return `${severity}, ${level}:`;
}

/** Where it is: field, resource, and the line that declares it. */
export function place({ path, urn, source }: Violation): string {
  const field = path === "" ? "" : `${path} of `;
  const declared = source ? `, declared in ${source.file}:${source.line}` : "";
  return `${field}${titleOfUrn(urn)}${declared}`;
}

const SEVERITIES: readonly Violation["severity"][] = ["critical", "high", "medium", "low"];

function rank({ level, severity }: Violation): number {
  return (level === "mandatory" ? 0 : SEVERITIES.length) + SEVERITIES.indexOf(severity);
}
