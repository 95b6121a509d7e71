import assert from "node:assert/strict";
import { Ajv } from "ajv";
import type { PolicyReport } from "../../infra/preview/document.ts";
import { sarif } from "../../infra/preview/sarif.ts";
import { rules } from "../../policies/rules/index.ts";
import { documentOf, violation } from "./documents.ts";
import { sarifEssentials } from "./sarif-essentials.ts";

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly locations: readonly [
          {
            readonly physicalLocation: {
              readonly artifactLocation: { readonly uri: string };
              readonly region: { readonly startLine: number };
            };
          },
        ];
        readonly suppressions?: readonly { readonly justification: string }[];
        readonly partialFingerprints: Readonly<Record<string, string>>;
      }[];
    },
  ];
}

const ajv = new Ajv({ allErrors: true });
ajv.addFormat("uri", (value) => URL.canParse(value));
const isValid = ajv.compile(sarifEssentials);

function runOf(policies: Partial<PolicyReport>) {
  const log = JSON.parse(JSON.stringify(sarif(documentOf([], { policies })))) as Log;
  assert.ok(isValid(log), ajv.errorsText(isValid.errors));
  const [run] = log.runs;
  for (const { ruleId, ruleIndex } of run.results) {
    assert.equal(run.tool.driver.rules[ruleIndex]?.id, ruleId);
  }
  return run;
}

const [rule] = rules;
const policy = rule?.name ?? "";
const source = { file: "components/web/backend.ts", line: 72 };
const waiver = { reason: "Reads /proc of its host.", by: "Robin", until: "2027-06-30" };

describe("preview as SARIF", () => {
  it("has every rule, whether violated or not, once", () => {
    const ids = runOf({}).tool.driver.rules.map(({ id }) => id);
    assert.deepEqual(
      ids,
      rules.map(({ name }) => name),
    );
    assert.equal(new Set(ids).size, ids.length);
  });

  it("points at the line that declares the resource, or else at the stack's configuration", () => {
    const { results } = runOf({
      violations: [violation({ policy, source }), violation({ policy })],
    });
    assert.deepEqual(
      results.map(({ locations: [{ physicalLocation }] }) => [
        physicalLocation.artifactLocation.uri,
        physicalLocation.region.startLine,
      ]),
      [
        ["components/web/backend.ts", 72],
        ["Pulumi.test.yaml", 1],
      ],
    );
  });

  it("tells what blocks from what is advice, and what is waived with its reason", () => {
    const { results } = runOf({
      violations: [violation({ policy }), violation({ policy, level: "advisory" })],
      waived: [{ ...violation({ policy }), waiver }],
    });
    assert.deepEqual(
      results.map(({ level, suppressions }) => [level, suppressions?.[0]?.justification]),
      [
        ["error", undefined],
        ["warning", undefined],
        ["error", "Robin, until 2027-06-30: Reads /proc of its host."],
      ],
    );
  });

  it("describes what a waiver names that is no rule", () => {
    const { results, tool } = runOf({ violations: [violation({ policy: "no-such-rule" })] });
    assert.equal(results[0]?.ruleIndex, rules.length);
    assert.equal(tool.driver.rules.length, rules.length + 1);
  });

  it("knows a violation again when its line has moved, and tells two apart", () => {
    const { results } = runOf({
      violations: [
        violation({ policy, source }),
        violation({ policy, source: { ...source, line: 90 } }),
        violation({ policy, path: "spec.containers[1].image" }),
      ],
    });
    const [first, moved, other] = results.map(({ partialFingerprints }) => partialFingerprints);
    assert.deepEqual(first, moved);
    assert.notDeepEqual(first, other);
  });
});
