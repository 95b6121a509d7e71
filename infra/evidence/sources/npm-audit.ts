import { statSync } from "node:fs";
import * as z from "zod/mini";
import type { DependencyAudit } from "../../../components/release/evidence/predicates/dependency-audit.ts";
import { count, words } from "../../../components/release/evidence/shape.ts";
import { Unusable } from "../../preview/failure.ts";
import { expect, readJson } from "../files.ts";
import type { Waivers } from "./waivers.ts";

const severity = z.enum(["info", "low", "moderate", "high", "critical"]);

const advisory = z.object({ url: words, severity });

const report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: words,
      /** An advisory, or the name of the dependency that has it. */
      via: z.array(z.union([z.string(), advisory])),
      fixAvailable: z.union([z.boolean(), z.object({ isSemVerMajor: z.boolean() })]),
    }),
  ),
  metadata: z.object({
    vulnerabilities: z.object({ total: count }),
    dependencies: z.object({ total: count }),
  }),
});

type Vulnerable = z.infer<typeof report>["vulnerabilities"][string];

/** What `npm audit --json` found. It names no time, so the file's is taken. */
export function dependencyAudit(file: string, waivers: Waivers): DependencyAudit {
  const read = expect(file, "report of `npm audit --json`", report, readJson(file));
  const { vulnerabilities, metadata } = read;
  const packages = Object.values(vulnerabilities);
  if (packages.length !== metadata.vulnerabilities.total) {
    throw new Unusable(`${file}: counts other vulnerabilities than it lists`);
  }
  const findings = packages.flatMap((each) => findingsOf(each, waivers));
  if (packages.length > 0 && findings.length === 0) {
    throw new Unusable(`${file}: lists vulnerable packages, and no advisory`);
  }
  return {
    finishedOn: statSync(file).mtime.toISOString(),
    dependencies: metadata.dependencies.total,
    findings,
  };
}

function findingsOf({ name, via, fixAvailable }: Vulnerable, waivers: Waivers) {
  const advisories = via.filter((each) => typeof each !== "string");
  return advisories.map(({ url, severity }) => {
    const id = url.slice(url.lastIndexOf("/") + 1);
    const waiver = waivers.get(id);
    return { id, package: name, severity, fix: fixOf(fixAvailable), ...(waiver && { waiver }) };
  });
}

function fixOf(available: Vulnerable["fixAvailable"]): "update" | "breaking" | "none" {
  if (typeof available === "boolean") return available ? "update" : "none";
  return available.isSemVerMajor ? "breaking" : "update";
}
