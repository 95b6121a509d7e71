import * as z from "zod/mini";
import type { ImageName } from "../images.ts";
import { type Judgement, type Need, judgement, need } from "../need.ts";
import { counted, some } from "../words.ts";

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md */
export const TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1";

const names = z.optional(z.array(z.string()));

export const testResult = z.object({
  result: z.enum(["PASSED", "WARNED", "FAILED"]),
  /** Names the suite. */
  configuration: z.array(z.object({ name: z.optional(z.string()) })),
  passedTests: names,
  warnedTests: names,
  failedTests: names,
});

export type TestResult = z.infer<typeof testResult>;

/** What each suite is about. */
export const SUITES = {
  unit: { item: "code.1", images: ["backend", "frontend"] },
  integration: { item: "code.2", images: ["backend", "frontend", "migrations"] },
  frontend: { item: "code.3", images: ["frontend"] },
  backend: { item: "code.4", images: ["backend"] },
} as const satisfies Record<string, { item: string; images: readonly ImageName[] }>;

export type Suite = keyof typeof SUITES;

export const LINT = "lint";

/** Where a suite is described: a resource descriptor needs more than a name. */
export function suiteConfiguration(suite: Suite | typeof LINT) {
  return { name: suite, uri: `https://taskflow.example/suites/${suite}` };
}

/** Test results, one a suite, and the linter's, whose files are its tests. */
export const testNeeds: readonly Need[] = [
  ...Object.entries(SUITES).map(([suite, { item, images }]) =>
    need({
      name: `result of the ${suite} tests`,
      predicateType: TEST_RESULT,
      schema: testResult,
      images,
      option: `--tests ${suite}=JUNIT.xml`,
      isIt: (predicate) => suitesOf(predicate).join() === suite,
      items: { [item]: passed },
    }),
  ),
  need({
    name: "result of the linter",
    predicateType: TEST_RESULT,
    schema: testResult,
    images: ["backend", "frontend"],
    option: "--lint ESLINT.json",
    isIt: (predicate) => suitesOf(predicate).join() === LINT,
    items: { "code.5": withoutErrors },
  }),
];

function passed({ result, passedTests = [], failedTests = [] }: TestResult): Judgement {
  return judgement(`${counted(passedTests.length, "test")} passed, 0 failed`, [
    failedTests.length > 0 && {
      problem: `${counted(failedTests.length, "test")} failed: ${some(failedTests)}.`,
      fix: "Put them right and release what passes.",
    },
    passedTests.length === 0 && {
      problem: "No test passed, so nothing was tested.",
      fix: "See that the report holds the tests of this suite.",
    },
    failedTests.length === 0 &&
      result !== "PASSED" && {
        problem: `The run says ${result} of itself, though it names no failed test.`,
        fix: "See what went wrong outside of the tests.",
      },
  ]);
}

function withoutErrors({ result, ...files }: TestResult): Judgement {
  const { passedTests = [], warnedTests = [], failedTests = [] } = files;
  const linted = passedTests.length + warnedTests.length;
  return judgement(
    `${counted(linted, "file")} without errors, ${warnedTests.length} with warnings`,
    [
      failedTests.length > 0 && {
        problem: `${counted(failedTests.length, "file")} with errors: ${some(failedTests)}.`,
        fix: "Put the errors right, or turn off a rule that is wrong.",
      },
      linted === 0 && {
        problem: "No file was found without errors.",
        fix: "See that the linter is given the sources of both applications.",
      },
      failedTests.length === 0 &&
        result === "FAILED" && {
          problem: "The run says FAILED of itself, though it names no file with errors.",
          fix: "See what went wrong outside of the files.",
        },
    ],
  );
}

/** The suites that a predicate names, checked or not. */
function suitesOf(predicate: unknown): readonly string[] {
  const { data } = z.safeParse(z.pick(testResult, { configuration: true }), predicate);
  const named = data?.configuration.map(({ name }) => name) ?? [];
  return named.filter(
    (name) => name !== undefined && (name === LINT || Object.hasOwn(SUITES, name)),
  ) as string[];
}
