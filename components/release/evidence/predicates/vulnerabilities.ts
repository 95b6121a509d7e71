import * as z from "zod/mini";
import { IMAGE_NAMES } from "../images.ts";
import {
  type Context,
  type Judgement,
  type Need,
  type Objection,
  judgement,
  need,
} from "../need.ts";
import { time, words } from "../shape.ts";
import { counted, quoted, some } from "../words.ts";
import { freshness } from "./freshness.ts";
import { isInForce, waiver } from "./waiver.ts";

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/vulns_02.md */
export const VULNERABILITIES = "https://in-toto.io/attestation/vulns/v0.2";

const result = z.object({
  id: words,
  severity: z.array(z.object({ method: z.string(), score: z.string() })).check(z.minLength(1)),
  /** Pairs of the scanner's; ours is `waiver`. */
  annotations: z.optional(z.array(z.object({ waiver: z.optional(waiver) }))),
});

export const vulnerabilities = z.object({
  scanner: z.object({
    uri: words,
    version: z.optional(z.string()),
    db: z.object({ lastUpdate: time }),
    result: z.array(result),
  }),
  metadata: z.object({ scanStartedOn: time, scanFinishedOn: time }),
});

export type Vulnerabilities = z.infer<typeof vulnerabilities>;

type Finding = z.infer<typeof result>;

/** Words of the scanners and of the distributions, and what counts as critical. */
const WORDS: ReadonlySet<string> = new Set([
  ...["critical", "high", "important", "medium", "moderate", "low", "negligible", "info"],
  ...["none", "unknown"],
]);

/** Base scores of CVSS from here are critical. */
const CRITICAL_SCORE = 9;

const SCORE = /^(?:10(?:\.0+)?|\d(?:\.\d+)?)$/;

export const scanNeeds: readonly Need[] = IMAGE_NAMES.map((image) =>
  need({
    name: `scan of the ${image} image for vulnerabilities`,
    predicateType: VULNERABILITIES,
    schema: vulnerabilities,
    images: [image],
    option: `--scan ${image}=TRIVY_OR_GRYPE.json`,
    foundOn: ({ metadata }) => metadata.scanFinishedOn,
    items: {
      "sec.2": ({ scanner }, context) => nothingCritical(image, scanner.result, context),
      "sec.3": (predicate, context) => recent(image, predicate, context),
    },
  }),
);

function nothingCritical(image: string, findings: readonly Finding[], { now }: Context): Judgement {
  const critical = findings.filter(isCritical);
  const waived = critical.filter((finding) =>
    waiversOf(finding).some((each) => isInForce(each, now)),
  );
  const open = critical.filter((finding) => !waived.includes(finding));
  const fact =
    critical.length === 0
      ? `${image}: ${counted(findings.length, "finding")}, none critical`
      : `${image}: ${counted(findings.length, "finding")}, ${critical.length} critical and waived: ${some(waived.map(({ id }) => id))}`;
  return judgement(fact, [
    open.length > 0 && {
      problem: `The ${image} image has ${open.length} critical: ${some(open.map(named))}.`,
      fix: "Rebuild on what is patched, or waive with reason and last day (`--waivers`).",
    },
    ...findings.flatMap((finding) => unintelligible(image, finding)),
  ]);
}

function named(finding: Finding): string {
  const [expired] = waiversOf(finding);
  return expired ? `${finding.id}, whose waiver ended on ${expired.until}` : finding.id;
}

function waiversOf({ annotations = [] }: Finding) {
  return annotations.flatMap((annotation) => annotation.waiver ?? []);
}

function isCritical({ severity }: Finding): boolean {
  return severity.some(
    ({ score }) =>
      score.toLowerCase() === "critical" || (SCORE.test(score) && Number(score) >= CRITICAL_SCORE),
  );
}

/** What nobody understands may be critical. */
function unintelligible(image: string, { id, severity }: Finding): Objection[] {
  return severity
    .filter(({ score }) => !SCORE.test(score) && !WORDS.has(score.toLowerCase()))
    .map(({ score }) => ({
      problem: `The ${image} image has ${quoted(id)} of severity ${quoted(score)}, which is none.`,
      fix: `Attest a score from 0.0 to 10.0 or one of ${[...WORDS].join(", ")}.`,
    }));
}

function recent(
  image: string,
  { scanner, metadata }: Vulnerabilities,
  context: Context,
): Judgement {
  const scanned = metadata.scanFinishedOn;
  const data = scanner.db.lastUpdate;
  const by = [scanner.uri, scanner.version].filter((part) => part !== undefined).join(" ");
  return judgement(`${image}: scanned on ${scanned} by ${quoted(by)} with data of ${data}`, [
    freshness(`The scan of the ${image} image`, scanned, context),
    freshness(`The data that the ${image} image was scanned with`, data, context),
    Date.parse(metadata.scanStartedOn) > Date.parse(scanned) && {
      problem: `The scan of the ${image} image ended before it began.`,
      fix: "Scan again, on a machine whose clock is right.",
    },
  ]);
}
