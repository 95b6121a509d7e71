import * as z from "zod/mini";
import { count, words } from "../../../components/release/evidence/shape.ts";
import {
  LINT,
  type TestResult,
  suiteConfiguration,
} from "../../../components/release/evidence/predicates/test-result.ts";
import { expect, readJson } from "../files.ts";

const report = z.array(z.object({ filePath: words, errorCount: count, warningCount: count }));

/** Result of the linter, whose files are its tests. */
export function lintResult(files: readonly string[]): TestResult {
  const linted = files.flatMap((file) =>
    expect(file, "report of `eslint --format json`", report, readJson(file)),
  );
  const named = (which: (result: (typeof linted)[number]) => boolean) =>
    linted.filter(which).map(({ filePath }) => filePath);
  const failedTests = named(({ errorCount }) => errorCount > 0);
  const warnedTests = named(({ errorCount, warningCount }) => errorCount === 0 && warningCount > 0);
  return {
    result: failedTests.length > 0 ? "FAILED" : warnedTests.length > 0 ? "WARNED" : "PASSED",
    configuration: [suiteConfiguration(LINT)],
    passedTests: named(({ errorCount, warningCount }) => errorCount + warningCount === 0),
    warnedTests,
    failedTests,
  };
}
