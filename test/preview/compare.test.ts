import assert from "node:assert/strict";
import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { compare } from "../../infra/preview/compare.ts";
import { renderDifference } from "../../infra/preview/difference.ts";
import type { PreviewedResource } from "../../infra/preview/document.ts";
import { fieldChanges } from "../../infra/preview/field-changes.ts";
import { documentOf, object, settings } from "./documents.ts";

const difference = (before: PreviewedResource[], after: PreviewedResource[]) =>
  compare(documentOf(before), documentOf(after));
const text = (before: PreviewedResource[], after: PreviewedResource[]) =>
  renderDifference(difference(before, after));

const service = (spec: object, name = "backend") =>
  object("core/v1:Service", "backend", { metadata: { name, namespace: "taskflow" }, spec });
const deployment = (configMap: string, replicas = 2) =>
  object("apps/v1:Deployment", "backend", {
    metadata: { name: "backend", namespace: "taskflow" },
    spec: {
      replicas,
      template: { spec: { volumes: [{ name: "settings", configMap: { name: configMap } }] } },
    },
  });

describe("difference of two previews", () => {
  it("is nothing between a preview and itself", () => {
    const resources = [service({ a: 1 }), settings("web", "00000000", { a: "1" })];
    assert.deepEqual(difference(resources, structuredClone(resources)), []);
  });

  it("shows what is added with its content, and what is removed", () => {
    const { urn } = service({});
    assert.equal(
      text([], [service({ type: "ClusterIP" })]),
      [
        "+ Service backend (taskflow/backend)",
        "  + metadata:",
        "  +   name: backend",
        "  +   namespace: taskflow",
        "  + spec:",
        "  +   type: ClusterIP",
      ].join("\n"),
    );
    assert.deepEqual(
      difference([service({})], []).map(({ kind, resource }) => [kind, resource.urn]),
      [["removed", urn]],
    );
    assert.match(text([{ ...service({}), options: { protect: true } }], []), /update will refuse/);
  });

  it("shows changed, added and removed fields with their paths", () => {
    assert.equal(
      text(
        [service({ type: "ClusterIP", selector: { "a.b/c": "x" }, gone: 1 })],
        [service({ type: "NodePort", selector: { "a.b/c": "y" }, come: [1] })],
      ),
      [
        "~ Service backend (taskflow/backend)",
        "  + spec.come: [1]",
        "  - spec.gone: 1",
        '  ~ spec.selector["a.b/c"]: x → y',
        "  ~ spec.type: ClusterIP → NodePort",
      ].join("\n"),
    );
  });

  it("shows text line by line", () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const shown = text(
      [service({ script: lines.join("\n") })],
      [service({ script: lines.with(10, "other").join("\n") })],
    );
    assert.match(shown, /^ {2}~ spec\.script:$/m);
    assert.match(shown, /^ {4}- line 10\n {4}\+ other$/m);
    assert.ok(!shown.includes("line 3"));
  });

  it("shows JSON on one line as a person would lay it out", () => {
    const json = (title: string) =>
      JSON.stringify({ title, panels: Array.from({ length: 50 }, (_, i) => i) });
    const shown = text([service({ d: json("old") })], [service({ d: json("new") })]);
    assert.match(shown, /- {3}"title": "old",\n {4}\+ {3}"title": "new",/);
  });

  it("shows other settings under another name as one change, and who rolls with them", () => {
    const shown = text(
      [settings("web", "00000000", { "app.conf": "a=1" }), deployment("web-00000000")],
      [settings("web", "11111111", { "app.conf": "a=2" }), deployment("web-11111111")],
    );
    assert.equal(
      shown,
      [
        "~ ConfigMap web (taskflow/…-11111111) (replaced: the new one first)",
        '  ~ data["app.conf"]: a=1 → a=2',
        "~ Deployment backend (taskflow/backend) (rolls with web)",
      ].join("\n"),
    );
  });

  it("does not take a reference to other settings for a consequence", () => {
    const shown = text(
      [settings("web", "00000000", {}), deployment("web-00000000")],
      [settings("web", "00000000", {}), deployment("web-11111111")],
    );
    assert.match(shown, /volumes\[settings\]\.configMap\.name: web-00000000 → web-11111111/);
  });

  it("says what is replaced, and whether the old one goes first", () => {
    const [fixed] = difference([service({ clusterIP: "a" })], [service({ clusterIP: "None" })]);
    assert.ok(fixed?.kind === "replaced" && fixed.deletesFirst);
    const [renamed] = difference([service({})], [service({}, "api")]);
    assert.ok(renamed?.kind === "replaced" && !renamed.deletesFirst);
    const [changed] = difference([service({ type: "a" })], [service({ type: "b" })]);
    assert.equal(changed?.kind, "changed");
  });

  it("follows an alias to the former name", () => {
    const former = object("core/v1:Service", "old", { a: 1 });
    const renamed = {
      ...object("core/v1:Service", "new", { a: 1 }),
      options: { aliases: [former.urn] },
    };
    const changes = difference([former], [renamed]);
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ["changed"],
    );
    assert.match(renderDifference(changes), /formerly Service old/);
  });

  it("shows options and dependencies, and not the version of a default provider", () => {
    const before = service({});
    const after: PreviewedResource = {
      ...before,
      options: { protect: true },
      dependsOn: ["urn:pulumi:test::taskflow::kubernetes:core/v1:Namespace::taskflow"],
    };
    assert.match(
      text([before], [after]),
      /\+ options\.protect: true\n {2}\+ dependsOn: Namespace taskflow$/,
    );
    assert.deepEqual(
      difference([before], [{ ...before, provider: "urn:x::y::z::default_5_0_0" }]),
      [],
    );
  });
});

describe("changed fields", () => {
  it("are found by the names of list elements", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => ({ name, value: 1 }));
    assert.deepEqual(fieldChanges([a, b], [a, c, { ...b, value: 2 }], ["env"]), [
      { path: ["env", "[b]", "value"], before: 1, after: 2 },
      { path: ["env", "[c]"], after: c },
    ]);
  });

  it("are the inserted element and not all that follow", () => {
    assert.deepEqual(fieldChanges(["a", "b", "c"], ["a", "x", "b", "c"]), [
      { path: ["[1]"], after: "x" },
    ]);
  });

  it("include the order of a list", () => {
    const [a, b] = [{ name: "a" }, { name: "b" }];
    assert.notDeepEqual(fieldChanges([a, b], [b, a]), []);
  });

  it("exist exactly where two values differ", () => {
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(1, "a", true, null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("name", "a", "b", "__proto__"), tie("value"), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        // What fast-check makes may have no prototype, which JSON does not know.
        const [old, renewed] = [before, after].map(
          (value) => JSON.parse(JSON.stringify(value)) as unknown,
        );
        assert.equal(fieldChanges(old, renewed).length === 0, isDeepStrictEqual(old, renewed));
      }),
      { numRuns: 2000 },
    );
  });
});
