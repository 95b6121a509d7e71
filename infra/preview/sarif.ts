import { createHash } from "node:crypto";
import { standards } from "../../policies/message.ts";
import type { Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import type { PreviewDocument, Violation, WaivedViolation } from "./document.ts";
import { titleOfUrn } from "./names.ts";

/** What GitHub sorts alerts by: from 9 critical, from 7 high, from 4 medium. */
const SCORES: Readonly<Record<Violation["severity"], string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/**
 * What the policies say as SARIF 2.1.0, for the code scanning of a forge: each result points at the line that
 * declares the resource, and what is waived is suppressed with its reason.
 */
export function sarif(
  { stack, policies }: Pick<PreviewDocument, "stack" | "policies">,
  known: readonly Rule[] = rules,
): object {
  const { violations, waived } = policies;
  const descriptors = descriptorsOf(known, [...violations, ...waived]);
  const indices = new Map(descriptors.map(({ id }, index) => [id, index]));
  const resultOf = (violation: Violation) => result(violation, indices, stack);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "TaskFlow policies", rules: descriptors } },
        // Alerts of one stack must not close those of another.
        automationDetails: { id: `taskflow-policies/${stack}/` },
        columnKind: "utf16CodeUnits",
        results: [
          ...violations.map(resultOf),
          ...waived.map((violation) => ({
            ...resultOf(violation),
            suppressions: [suppression(violation)],
          })),
        ],
      },
    ],
  };
}

/** Every rule of the pack, and what a waiver names that is none. */
function descriptorsOf(known: readonly Rule[], found: readonly Violation[]) {
  const names = new Set(known.map(({ name }) => name));
  const others = new Set(found.map(({ policy }) => policy).filter((name) => !names.has(name)));
  return [
    ...known.map(descriptor),
    ...[...others].map((id) => ({ id, shortDescription: { text: "Every waiver holds." } })),
  ];
}

function descriptor(rule: Rule) {
  const asked = standards(rule.standards);
  const sources = [
    ...(rule.checklist.length > 0 ? [`Checklist: ${rule.checklist.join(", ")}.`] : []),
    ...(asked.length > 0 ? [`Standards: ${asked.join("; ")}.`] : []),
  ];
  return {
    id: rule.name,
    name: rule.name,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: {
      text: [rule.why, rule.fix, ...sources].join("\n\n"),
      markdown: [`**${rule.title}**`, rule.why, rule.fix, ...sources].join("\n\n"),
    },
    defaultConfiguration: { level: "error" },
    properties: {
      tags: [...new Set(["security", ...rule.checklist, ...scannerIds(rule)])],
      precision: "very-high",
      "problem.severity": "error",
      "security-severity": SCORES[rule.severity],
    },
  };
}

/** The names by which other tools know it, so that their users find it. */
function scannerIds({ standards }: Rule): readonly string[] {
  const { cis = [], kubeScore = [], kubeLinter = [], polaris = [], checkov = [] } = standards;
  const { trivy = [], kubescape = [] } = standards;
  return [
    ...cis.map((section) => `CIS ${section}`),
    ...[kubeScore, kubeLinter, polaris, checkov, trivy, kubescape].flat(),
  ];
}

function result(violation: Violation, indices: ReadonlyMap<string, number>, stack: string) {
  const { policy, level, urn, path, message, source } = violation;
  return {
    ruleId: policy,
    ruleIndex: indices.get(policy),
    level: level === "mandatory" ? "error" : "warning",
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          // What no line declares, the stack's configuration asks for.
          artifactLocation: { uri: source?.file ?? `Pulumi.${stack}.yaml`, uriBaseId: "%SRCROOT%" },
          region: { startLine: source?.line ?? 1 },
        },
        logicalLocations: [
          { name: titleOfUrn(urn), fullyQualifiedName: `${urn}#${path}`, kind: "resource" },
        ],
      },
    ],
    // Lines move; a violation stays the same one for as long as its field does.
    partialFingerprints: { "violation/v1": hash([policy, urn, path]) },
  };
}

function suppression({ waiver: { by, until, reason } }: WaivedViolation) {
  return {
    kind: "external",
    status: "accepted",
    justification: `${by}, until ${until}: ${reason}`,
  };
}

function hash(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}
