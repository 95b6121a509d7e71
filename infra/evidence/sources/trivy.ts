import * as z from "zod/mini";
import type { Vulnerabilities } from "../../../components/release/evidence/predicates/vulnerabilities.ts";
import { time, words } from "../../../components/release/evidence/shape.ts";
import { Unusable } from "../../preview/failure.ts";
import { expect, readJson } from "../files.ts";
import { type ScanContext, finding, requireDigest } from "./scan.ts";

const report = z.object({
  CreatedAt: time,
  Trivy: z.optional(z.object({ Version: z.optional(z.string()) })),
  ArtifactName: words,
  Metadata: z.optional(z.object({ RepoDigests: z.optional(z.array(z.string())) })),
  Results: z.optional(
    z.array(
      z.object({
        Class: z.optional(z.string()),
        Vulnerabilities: z.optional(
          z.array(
            z.object({
              VulnerabilityID: words,
              Severity: words,
              SeveritySource: z.optional(z.string()),
            }),
          ),
        ),
      }),
    ),
  ),
});

const versions = z.object({ VulnerabilityDB: z.object({ UpdatedAt: time }) });

const URI = "pkg:github/aquasecurity/trivy";

/** What `trivy image --format json` found. */
export function trivyScan(file: string, document: unknown, context: ScanContext): Vulnerabilities {
  const read = expect(file, "report of `trivy image --format json`", report, document);
  const names = [read.ArtifactName, ...(read.Metadata?.RepoDigests ?? [])];
  requireDigest(file, names, context.digest);
  const results = read.Results ?? [];
  // A scan for secrets alone has no findings of this kind either.
  if (!results.some((result) => result.Class === "os-pkgs" || result.Class === "lang-pkgs")) {
    throw new Unusable(`${file}: looked at no package; is \`vuln\` among the scanners?`);
  }
  if (context.database === undefined) {
    throw new Unusable(
      `${file}: does not tell how old the scanner's data are: give \`trivy version --format json\` as --scan-database`,
    );
  }
  const { VulnerabilityDB: data } = expect(
    context.database,
    "output of `trivy version --format json`",
    versions,
    readJson(context.database),
  );
  const version = read.Trivy?.Version;
  return {
    scanner: {
      uri: URI,
      ...(version !== undefined && { version }),
      db: { lastUpdate: data.UpdatedAt },
      result: results
        .flatMap(({ Vulnerabilities = [] }) => Vulnerabilities)
        .map(({ VulnerabilityID: id, Severity, SeveritySource = "trivy" }) =>
          finding(id, SeveritySource, Severity, context.waivers),
        ),
    },
    metadata: { scanStartedOn: read.CreatedAt, scanFinishedOn: read.CreatedAt },
  };
}
