import assert from "node:assert/strict";
import type { Resource } from "../../policies/graph.ts";
import { type Waiver, applyWaivers, objectNames } from "../../policies/waivers.ts";
import { configMap, resourceRule } from "./support/rules.ts";

const rule = resourceRule();
const resource = configMap("web", { text: "forbidden" });
const verdict = { rule, resource, path: "data.text", is: "forbidden", must: "be allowed" };
const waiver: Waiver = {
  rule: rule.name,
  object: "ConfigMap/taskflow-web",
  reason: "The text is that of a test, which nobody reads.",
  by: "Robin Lindqvist",
  until: "2027-06-30",
};
const today = "2026-11-23";
const apply = (changes: Partial<Waiver>, verdicts = [verdict]) =>
  applyWaivers(verdicts, [{ ...waiver, ...changes }], today);

describe("waivers", () => {
  it("take out what they cover, by its name in the cluster or in the program", () => {
    for (const object of ["ConfigMap/taskflow-web", "ConfigMap/web"]) {
      const { open, waived, problems } = apply({ object });
      assert.deepEqual([open, problems], [[], []], object);
      assert.deepEqual(
        waived.map((each) => [each.verdict, each.waiver.object]),
        [[verdict, object]],
      );
    }
  });

  it("cover every violation of the rule by the object", () => {
    const other = { ...verdict, path: "data.more" };
    assert.equal(apply({}, [verdict, other]).waived.length, 2);
  });

  it("cover no more than the field that they name, with what it holds", () => {
    const paths = [
      "spec.volumes[1]",
      "spec.volumes[1].hostPath",
      "spec.volumes[10].hostPath",
      "spec",
    ];
    const { open, waived, problems } = apply(
      { path: "spec.volumes[1]" },
      paths.map((path) => ({ ...verdict, path })),
    );
    assert.deepEqual(
      [waived.map((each) => each.verdict.path), open.map(({ path }) => path)],
      [paths.slice(0, 2), paths.slice(2)],
    );
    assert.deepEqual(problems, []);
  });

  it("hold to the end of their last day", () => {
    assert.deepEqual(apply({ until: today }).problems, []);
    const { open, waived, problems } = apply({ until: "2026-11-22" });
    assert.deepEqual([open, waived], [[verdict], []]);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ["has expired on 2026-11-22. Comply, or decide anew."],
    );
  });

  const useless: [what: string, changes: Partial<Waiver>, problem: RegExp][] = [
    ["another rule", { rule: "data-allowed-too" }, /waives nothing/],
    ["another object", { object: "ConfigMap/api" }, /waives nothing/],
    ["another kind", { object: "Secret/web" }, /waives nothing/],
    ["a field that complies", { path: "data.other" }, /waives nothing/],
    ["part of a field's name", { path: "data.te" }, /waives nothing/],
    ["part of a name", { object: "ConfigMap/we" }, /waives nothing/],
    ["a reason that is none", { reason: "because".padEnd(40) }, /must say why/],
    ["nobody", { by: "  " }, /must name who/],
  ];
  for (const [what, changes, problem] of useless) {
    it(`are a problem themselves, and waive nothing, with ${what}`, () => {
      const { open, waived, problems } = apply(changes);
      assert.deepEqual([open, waived], [[verdict], []]);
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? "", problem);
    });
  }

  it("are a problem when nothing is violated any more", () => {
    assert.match(apply({}, []).problems[0]?.message ?? "", /waives nothing/);
  });

  it("are a problem when another waives the same already", () => {
    const { waived, problems } = applyWaivers([verdict], [waiver, { ...waiver }], today);
    assert.deepEqual([waived.length, problems.length], [1, 1]);
  });

  it("call what has no kind by its type, and what has no name by that in the program", () => {
    const password: Resource = {
      id: "urn",
      type: "random:index/randomPassword:RandomPassword",
      name: "owner",
      inputs: { length: 8 },
    };
    assert.deepEqual(objectNames(password), ["RandomPassword/owner"]);
    const malformed = { ...resource, inputs: { kind: 1, metadata: { name: {} } } };
    assert.deepEqual(objectNames(malformed), ["ConfigMap/web"]);
  });
});
