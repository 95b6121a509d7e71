import * as z from "zod/mini";
import type { Vulnerabilities } from "../../../components/release/evidence/predicates/vulnerabilities.ts";
import { time, words } from "../../../components/release/evidence/shape.ts";
import { expect } from "../files.ts";
import { type ScanContext, finding, requireDigest } from "./scan.ts";

const report = z.object({
  matches: z.array(z.object({ vulnerability: z.object({ id: words, severity: words }) })),
  source: z.object({
    target: z.object({
      userInput: words,
      manifestDigest: z.optional(z.string()),
      repoDigests: z.optional(z.array(z.string())),
    }),
  }),
  descriptor: z.object({
    name: z.literal("grype"),
    version: words,
    timestamp: time,
    db: z.object({ status: z.object({ built: time }) }),
  }),
});

const URI = "pkg:github/anchore/grype";

/** What `grype --output json` found. */
export function grypeScan(file: string, document: unknown, context: ScanContext): Vulnerabilities {
  const read = expect(file, "report of `grype --output json`", report, document);
  const { target } = read.source;
  const digests = [...(target.repoDigests ?? []), target.manifestDigest ?? ""];
  requireDigest(file, [target.userInput, ...digests], context.digest);
  const { version, timestamp, db } = read.descriptor;
  return {
    scanner: {
      uri: URI,
      version,
      db: { lastUpdate: db.status.built },
      result: read.matches.map(({ vulnerability: { id, severity } }) =>
        finding(id, "grype", severity, context.waivers),
      ),
    },
    metadata: { scanStartedOn: timestamp, scanFinishedOn: timestamp },
  };
}
