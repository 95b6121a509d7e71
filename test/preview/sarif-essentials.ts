/**
 * What SARIF 2.1.0 and GitHub's code scanning ask of the parts that we write: required properties, nothing unknown
 * beside them, identifiers, indices and places.
 * Source: sarif-schema-2.1.0.json of OASIS, and "SARIF support for code scanning" of GitHub.
 */
const text = { type: "string", minLength: 1 };

function exactly(required: Record<string, object>, optional: Record<string, object> = {}): object {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

const message = exactly({ text }, { markdown: text });
const level = { enum: ["none", "note", "warning", "error"] };

const reportingDescriptor = exactly(
  { id: text },
  {
    name: text,
    shortDescription: message,
    fullDescription: message,
    help: message,
    defaultConfiguration: exactly({ level }),
    properties: {
      type: "object",
      properties: {
        tags: { type: "array", items: text, uniqueItems: true },
        precision: { enum: ["very-high", "high", "medium", "low"] },
        "problem.severity": { enum: ["error", "warning", "recommendation"] },
        "security-severity": { type: "string", pattern: "^(10|\\d)\\.\\d$" },
      },
    },
  },
);

const location = exactly({
  physicalLocation: exactly({
    // Relative to the root of the repository, as a URI.
    artifactLocation: exactly({
      uri: { type: "string", pattern: "^(?![./])[\\w./%-]+$" },
      uriBaseId: { const: "%SRCROOT%" },
    }),
    region: exactly({ startLine: { type: "integer", minimum: 1 } }),
  }),
  logicalLocations: {
    type: "array",
    items: exactly({ name: text, fullyQualifiedName: text, kind: text }),
  },
});

const result = exactly(
  {
    ruleId: text,
    ruleIndex: { type: "integer", minimum: 0 },
    level,
    message,
    locations: { type: "array", items: location, minItems: 1, maxItems: 10 },
    partialFingerprints: { type: "object", minProperties: 1, additionalProperties: text },
  },
  {
    suppressions: {
      type: "array",
      uniqueItems: true,
      items: exactly({
        kind: { enum: ["inSource", "external"] },
        status: { enum: ["accepted", "underReview", "rejected"] },
        justification: text,
      }),
    },
  },
);

export const sarifEssentials = exactly({
  $schema: { type: "string", format: "uri" },
  version: { const: "2.1.0" },
  runs: {
    type: "array",
    minItems: 1,
    items: exactly({
      tool: exactly({
        driver: exactly({
          name: text,
          rules: { type: "array", items: reportingDescriptor, uniqueItems: true },
        }),
      }),
      automationDetails: exactly({ id: { type: "string", pattern: "/$" } }),
      columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
      results: { type: "array", items: result },
    }),
  },
});
