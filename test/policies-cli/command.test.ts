import assert from "node:assert/strict";
import type { PolicyReport } from "../../infra/preview/document.ts";
import { Unusable } from "../../infra/preview/failure.ts";
import { parseArguments } from "../../policies/cli/arguments.ts";
import { rules } from "../../policies/rules/index.ts";
import { type Result, inFolder, runCommand } from "./run.ts";

const RULE = ["--rule", "container-not-privileged"];

const pod = (name: string, privileged: unknown) => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
spec:
  containers:
    - name: main
      securityContext:
        privileged: ${String(privileged)}
`;

function check(
  files: Readonly<Record<string, string | Buffer>>,
  line: readonly string[] = RULE,
  targets: readonly string[] = ["."],
): Result {
  return inFolder(files, (cwd) =>
    runCommand("policies/cli/main.js", ["check", ...targets, ...line], { cwd }),
  );
}

interface Report {
  readonly objects: number;
  readonly notJudged: readonly { readonly file: string; readonly line: number }[];
  readonly unreadable: readonly { readonly file: string; readonly line: number }[];
  readonly policies: PolicyReport;
}

function report({ stdout }: Result): Report {
  return JSON.parse(stdout) as Report;
}

describe("npm run policies -- check", () => {
  it("passes what complies, and says how much it has judged", () => {
    const { code, stdout, stderr } = check({ "a.yaml": pod("a", false) });
    assert.equal(stdout, "1 object, 1 rule: no violation\n");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  });

  it("stops what does not, with object, place, path and fix", () => {
    const { code, stdout } = check({ "deep/er/b.yml": `${pod("a", false)}---\n${pod("b", true)}` });
    assert.equal(code, 1);
    assert.match(stdout, /^critical container-not-privileged {2}No container is privileged\.$/m);
    assert.match(stdout, /^ {2}Pod shop\/b deep\/er\/b\.yml:12$/m);
    assert.match(
      stdout,
      /^ {4}spec\.containers\[0\]\.securityContext\.privileged is true; it must be false :21$/m,
    );
    assert.match(stdout, /^ {2}fix: Remove/m);
    assert.match(stdout, /\n2 objects, 1 rule: 1 violation of 1 rule in 1 object\n$/);
  });

  it("reads folders, files and standard input, and no hidden or foreign folder", () => {
    const files = {
      "one.yaml": pod("one", true),
      "two.json": JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "two" } }),
      "notes.txt": "not: [yaml",
      ".git/x.yaml": "not: [yaml",
      "node_modules/x.yaml": "not: [yaml",
    };
    assert.equal(report(check(files, [...RULE, "--json"])).objects, 2);
    assert.equal(report(check(files, [...RULE, "--json"], ["two.json", "one.yaml"])).objects, 2);
    const line = ["check", "-", ...RULE];
    const piped = runCommand("policies/cli/main.js", line, { input: pod("piped", true) });
    assert.equal(piped.code, 1);
    assert.match(piped.stdout, /Pod shop\/piped stdin:1$/m);
  });

  it("takes lists apart, also those of one kind and those in others", () => {
    const item = (kind?: string) => ({
      apiVersion: "v1",
      ...(kind !== undefined && { kind }),
      metadata: { name: "x" },
      spec: { containers: [{ securityContext: { privileged: true } }] },
    });
    const list = {
      apiVersion: "v1",
      kind: "List",
      items: [item("Pod"), { apiVersion: "v1", kind: "PodList", items: [item()] }],
    };
    const found = report(check({ "list.json": JSON.stringify(list) }, [...RULE, "--json"]));
    assert.equal(found.objects, 2);
    assert.deepEqual(
      found.policies.violations.map(({ path }) => path),
      Array(2).fill("spec.containers[0].securityContext.privileged"),
    );
    assert.equal(new Set(found.policies.violations.map(({ urn }) => urn)).size, 2);
  });

  it("tells and counts what is no Kubernetes object", () => {
    const result = check({ "a.yaml": pod("a", false), "values.yaml": "# values\nreplicas: 2\n" });
    assert.equal(result.code, 0);
    assert.match(result.stdout, /^ {2}values\.yaml:2: is no Kubernetes object/m);
    assert.match(result.stdout, /, 1 document not judged\n$/);
  });

  for (const [what, files, problem] of [
    ["broken YAML", { "b.yaml": "a: b\n c: d\n" }, /^b\.yaml:2: /m],
    ["a template", { "b.yaml": "a: {{ .Values.a }}\n" }, /^b\.yaml:1: .*render it first/m],
    ["a key given twice", { "b.yaml": "a: 1\nb: 2\na: 3\n" }, /^b\.yaml:3: duplicated/m],
    ["a kind without its version", { "b.yaml": "\nkind: Pod\n" }, /^b\.yaml:2: must have/m],
    ["an empty item of a list", { "b.yaml": list("[null]") }, /^b\.yaml:1: items\[0\] is/m],
    ["an item that is none", { "b.yaml": list("[{a: 1}]") }, /^b\.yaml:1: items\[0\] is/m],
    ["an alias of itself", { "b.yaml": "&a [*a]\n" }, /^b\.yaml:1: /m],
    ["aliases without end", { "b.yaml": bomb() }, /^b\.yaml:1: its aliases stand for/m],
    ["another encoding", { "b.yaml": Buffer.from([0xff, 0xfe, 0x61, 0]) }, /^b\.yaml:1: .*UTF-8/m],
  ] as const) {
    it(`never passes ${what}, and judges what is beside it`, () => {
      const { code, stdout, stderr } = check({ ...files, "good.yaml": pod("a", true) });
      assert.equal(code, 2, stderr);
      assert.match(stderr, problem);
      assert.match(stdout, /1 violation/);
      assert.match(stdout, /, 1 unreadable\n$/);
    });
  }

  it("reports every unreadable thing", () => {
    const { stderr } = check({ "a.yaml": "a: [", "b.yaml": `kind: 3\n---\n${pod("x", 1)}---\n"` });
    assert.deepEqual(
      stderr.match(/^\S+:\d+: /gm)?.map((place) => place.trim()),
      ["a.yaml:2:", "b.yaml:1:", "b.yaml:15:"],
    );
  });

  it("does not pass because there is nothing to judge", () => {
    for (const [files, target] of [
      [{}, "."],
      [{}, "missing.yaml"],
      [{ "a.yaml": "" }, "."],
      [{ "a.yaml": "a: b" }, "a.yaml"],
    ] as const) {
      const { code, stderr } = check(files, RULE, [target]);
      assert.equal(code, 2);
      assert.match(stderr, /no \.yaml|does not exist|nothing was judged/);
    }
  });

  it("asks only about the severity that is asked for, and above", () => {
    const files = { "a.yaml": pod("a", true) };
    const asked = (severity: string) =>
      report(check(files, ["--json", "--severity", severity])).policies;
    const count = (...severities: readonly string[]) =>
      rules.filter((rule) => !rule.onlyStacks && severities.includes(rule.severity)).length;
    const { evaluated, violations } = asked("high");
    assert.equal(evaluated, count("critical", "high"));
    assert.ok(violations.every(({ severity }) => severity === "critical" || severity === "high"));
    assert.equal(asked("low").evaluated, count("critical", "high", "medium", "low"));
  });

  describe("waivers", () => {
    const waiver = (until: string, object = "Pod/a") => `legacy:
  rule: container-not-privileged
  object: ${object}
  reason: Needed until the driver runs without it.
  by: Robin Lindqvist
  until: ${until}
`;
    const withWaiver = (text: string) =>
      check({ "a.yaml": pod("a", true), "w/waivers": text }, [...RULE, "--waivers", "w/waivers"]);

    it("let through what they cover, and say so", () => {
      const { code, stdout } = withWaiver(waiver("2999-12-31"));
      assert.equal(code, 0);
      assert.match(
        stdout,
        /^ {2}container-not-privileged Pod shop\/a: Robin Lindqvist, until 2999/m,
      );
      assert.match(stdout, /no violation, 1 waived\n$/);
    });

    it("are violations when they have expired or nothing needs them", () => {
      for (const text of [waiver("2000-01-01"), waiver("2999-12-31", "Pod/b")]) {
        const { code, stdout } = withWaiver(text);
        assert.equal(code, 1);
        assert.match(stdout, /waivers that do not hold\n {2}container-not-privileged for Pod\//);
      }
    });

    it("of rules that are not asked are left alone", () => {
      const line = ["--rule", "pod-no-host-path", "--waivers", "w/waivers"];
      const files = { "a.yaml": pod("a", true), "w/waivers": waiver("2999-12-31") };
      assert.equal(check(files, line).code, 0);
    });

    it("are refused when they are not of the right shape", () => {
      for (const [text, problem] of [
        ["legacy: {rule: x}", /w\/waivers: waivers\.legacy\.object/],
        [waiver("tomorrow"), /w\/waivers: waivers\.legacy\.until .*year-month-day/],
        [waiver("2999-12-31").replace("not-priv", "no-priv"), /did you mean container-not-priv/],
        ["a: [", /^w\/waivers:2: /],
      ] as const) {
        const { code, stderr } = withWaiver(text);
        assert.equal(code, 2, stderr);
        assert.match(stderr, problem);
      }
    });
  });

  it("writes SARIF that points at the line of the field", () => {
    const { code, stdout } = check({ "a.yaml": pod("a", true) }, [...RULE, "--sarif"]);
    assert.equal(code, 1);
    const { runs } = JSON.parse(stdout) as { runs: { results: Record<string, unknown>[] }[] };
    const [result] = runs[0]?.results ?? [];
    assert.equal(result?.["ruleId"], "container-not-privileged");
    assert.match(JSON.stringify(result), /"uri":"a\.yaml".*"startLine":10/);
  });

  it("reads words as kubectl does", () => {
    const words = ["yes", "On", "true", "y", "no", "off", "False"];
    const pods = words.map(
      (word) =>
        `apiVersion: v1\nkind: Pod\nmetadata: {name: is-${word}}\nspec: {hostNetwork: ${word}}\n`,
    );
    const line = ["--rule", "pod-no-host-namespaces", "--json"];
    const { policies } = report(check({ "a.yaml": pods.join("---\n") }, line));
    assert.deepEqual(
      policies.violations.map(({ urn }) => urn.split("::").at(-1)),
      ["is-yes", "is-On", "is-true", "is-y"],
    );
  });
});

describe("npm run policies", () => {
  const policies = (...line: string[]) => runCommand("policies/cli/main.js", line);

  it("lists every rule once", () => {
    const { code, stdout } = policies("list");
    assert.equal(code, 0);
    const names = stdout
      .trim()
      .split("\n")
      .map((line) => line.split(/ +/)[1]);
    assert.deepEqual(names.toSorted(), rules.map(({ name }) => name).toSorted());
    const described = JSON.parse(policies("list", "--json").stdout) as { name: string }[];
    assert.equal(described.length, rules.length);
  });

  it("explains a rule with its examples", () => {
    const { code, stdout } = policies("explain", "container-not-privileged");
    assert.equal(code, 0);
    assert.match(stdout, /^# container-not-privileged$/m);
    assert.match(stdout, /CIS Kubernetes Benchmark: 5\.2\.2/);
    assert.match(stdout, /privileged: true/);
  });

  for (const [line, problem] of [
    [[], /a command is missing/],
    [["chek"], /did you mean check\?/],
    [["check"], /check needs/],
    [["check", ".", "--rulle", "x"], /did you mean --rule\?/],
    [["check", ".", "--severity", "hgih"], /did you mean high\?/],
    [["check", ".", "--json", "--sarif"], /exclude each other/],
    [["check", ".", "--json", "--json"], /more than once/],
    [["check", ".", "--waivers", "a", "--waivers", "b"], /more than once/],
    [["check", ".", "--waivers"], /needs a value/],
    [["check", ".", "--waivers", "--json"], /needs a value/],
    [["check", ".", "--json=yes"], /takes no value/],
    [["list", "more"], /unexpected argument/],
    [["list", "--sarif"], /no option of list/],
    [["explain"], /the name of one rule/],
    [["explain", "a", "b"], /the name of one rule/],
  ] as const) {
    it(`refuses ${JSON.stringify(line.join(" "))}`, () => {
      assert.throws(
        () => parseArguments(line),
        (error) => error instanceof Unusable && problem.test(error.message),
      );
    });
  }

  for (const [line, problem] of [
    [["check", ".", "--rule", "container-no-privileged"], /mean container-not-privileged\?/],
    [["check", ".", "--waivers", "missing"], /ENOENT/],
    [["explain", "constructor"], /there is no rule constructor/],
    [["chek"], /did you mean check\?\nUsage: /],
  ] as const) {
    it(`ends with 2 for ${JSON.stringify(line.join(" "))}`, () => {
      const { code, stdout, stderr } = policies(...line);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
      assert.match(stderr, problem);
    });
  }

  it("gives help", () => {
    const { code, stdout } = policies("--help");
    assert.equal(code, 0);
    assert.match(stdout, /Exit codes/);
  });
});

function list(items: string): string {
  return `{apiVersion: v1, kind: List, items: ${items}}\n`;
}

function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const before = index === 0 ? "x" : `*l${index - 1}`;
    return `l${index}: &l${index} [${Array(10).fill(before).join(", ")}]\n`;
  });
  return levels.join("");
}
