import { DOMParser, type Document, type Element } from "@xmldom/xmldom";
import {
  type Suite,
  type TestResult,
  suiteConfiguration,
} from "../../../components/release/evidence/predicates/test-result.ts";
import { messageOf } from "../../../components/release/evidence/words.ts";
import { Unusable } from "../../preview/failure.ts";
import { readText } from "../files.ts";

/** Result of one suite from all of its JUnit reports. */
export function testResult(suite: Suite, files: readonly string[]): TestResult {
  const cases = files.flatMap(casesIn);
  const named = (state: State) =>
    cases.filter((each) => each.state === state).map(({ name }) => name);
  const failedTests = named("failed");
  return {
    result: failedTests.length > 0 ? "FAILED" : "PASSED",
    configuration: [suiteConfiguration(suite)],
    passedTests: named("passed"),
    warnedTests: [],
    failedTests,
  };
}

type State = "passed" | "failed" | "skipped";

interface Case {
  readonly name: string;
  readonly state: State;
}

/** @throws Unusable for anything but a whole JUnit report. */
function casesIn(file: string): readonly Case[] {
  const root = parse(file).documentElement;
  if (root?.tagName !== "testsuites" && root?.tagName !== "testsuite") {
    throw new Unusable(`${file}: is no JUnit report: it begins with <${root?.tagName ?? ""}>`);
  }
  const cases = [...root.getElementsByTagName("testcase")].map(caseOf);
  const failed = cases.filter(({ state }) => state === "failed").length;
  const more = declaredFailures(root) - failed;
  // Hooks and files that fail to load are counted by some reporters, and named by none.
  return more > 0
    ? [...cases, { name: `${String(more)} outside of any test in ${file}`, state: "failed" }]
    : cases;
}

function caseOf(element: Element): Case {
  const names = [element.getAttribute("classname"), element.getAttribute("name")];
  const children = new Set(childElements(element).map(({ tagName }) => tagName));
  const failed = children.has("failure") || children.has("error");
  return {
    name: names.filter((name) => name !== null && name !== "").join(" "),
    state: failed ? "failed" : children.has("skipped") ? "skipped" : "passed",
  };
}

/** What the outermost elements that count say of themselves. */
function declaredFailures(root: Element): number {
  const count = (element: Element) =>
    Number(element.getAttribute("failures") ?? 0) + Number(element.getAttribute("errors") ?? 0);
  if (root.hasAttribute("failures") || root.hasAttribute("errors")) return count(root);
  return childElements(root)
    .filter(({ tagName }) => tagName === "testsuite")
    .reduce((sum, suite) => sum + count(suite), 0);
}

function childElements(element: Element): readonly Element[] {
  return [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
}

function parse(file: string): Document {
  const refuse = (problem: string) => new Unusable(`${file}: is no well-formed XML: ${problem}`);
  let document: Document;
  try {
    document = new DOMParser({
      onError: (_, message) => {
        throw new Error(message);
      },
    }).parseFromString(readText(file), "text/xml");
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw refuse(messageOf(error).split("\n")[0] ?? "");
  }
  // No reporter writes one, and entities could make much of little.
  if (document.doctype) throw refuse("it has a document type");
  return document;
}
