import * as z from "zod/mini";
import { type Context, type Judgement, type Need, judgement, need } from "../need.ts";
import { count, time, words } from "../shape.ts";
import { counted, some } from "../words.ts";
import { freshness } from "./freshness.ts";
import { own } from "./own.ts";
import { isInForce, waiver } from "./waiver.ts";

export const DEPENDENCY_AUDIT = own("dependency-audit");

/** What `npm audit` found in the dependencies of one application. */
export const dependencyAudit = z.object({
  finishedOn: time,
  /** How many packages were looked at. */
  dependencies: count,
  findings: z.array(
    z.object({
      /** Of the advisory: `GHSA-…`. */
      id: words,
      package: words,
      severity: z.enum(["info", "low", "moderate", "high", "critical"]),
      /** Whether an update puts it right, and whether that may break something. */
      fix: z.enum(["update", "breaking", "none"]),
      waiver: z.optional(waiver),
    }),
  ),
});

export type DependencyAudit = z.infer<typeof dependencyAudit>;

const APPLICATIONS = ["backend", "frontend"] as const;

export const auditNeeds: readonly Need[] = APPLICATIONS.map((application) =>
  need({
    name: `audit of the ${application}'s dependencies`,
    predicateType: DEPENDENCY_AUDIT,
    schema: dependencyAudit,
    images: [application],
    option: `--audit ${application}=NPM_AUDIT.json`,
    foundOn: ({ finishedOn }) => finishedOn,
    items: { "sec.1": (audit, context) => upToDate(application, audit, context) },
  }),
);

function upToDate(application: string, audit: DependencyAudit, context: Context): Judgement {
  const { finishedOn, dependencies, findings } = audit;
  const open = findings.filter((found) => !found.waiver || !isInForce(found.waiver, context.now));
  const late = open.filter(({ fix }) => fix === "update");
  const grave = open.filter(
    ({ severity, fix }) => fix !== "update" && (severity === "high" || severity === "critical"),
  );
  return judgement(
    `${application}: ${counted(findings.length, "finding")} in ${counted(dependencies, "package")}, audited on ${finishedOn}`,
    [
      freshness(`The audit of the ${application}'s dependencies`, finishedOn, context),
      late.length > 0 && {
        problem: `Updates put right ${late.length} of the ${application}'s findings: ${some(late.map(named))}.`,
        fix: "Run `npm audit fix`.",
      },
      grave.length > 0 && {
        problem: `The ${application} has ${grave.length} of high or critical severity: ${some(grave.map(named))}.`,
        fix: "Replace the packages, or waive with reason and last day (`--waivers`).",
      },
    ],
  );
}

function named(finding: DependencyAudit["findings"][number]): string {
  return `${finding.id} in ${finding.package}`;
}
