import assert from "node:assert/strict";
import fc from "fast-check";
import { exampleGraph } from "../../policies/example-graph.ts";
import { podsOf } from "../../policies/index-pods.ts";
import { labelSelector, labelsOf, mapSelector } from "../../policies/selectors.ts";

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}
interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Requirement[];
}
type Labels = Readonly<Record<string, string>>;

/** What https://kubernetes.io/docs/concepts/overview/working-with-objects/labels says, sentence by sentence. */
function reference(selector: LabelSelector, labels: Labels): boolean {
  const all: readonly Requirement[] = [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
      key,
      operator: "In",
      values: [value],
    })),
    ...(selector.matchExpressions ?? []),
  ];
  return all.every(({ key, operator, values = [] }) => {
    const has = Object.hasOwn(labels, key);
    if (operator === "Exists") return has;
    if (operator === "DoesNotExist") return !has;
    const among = has && values.includes(labels[key] ?? "");
    return operator === "In" ? among : !among;
  });
}

const word = fc.constantFrom("app", "tier", "constructor", "__proto__", "a", "b");
const labels = fc.dictionary(word, word, { maxKeys: 3 });
const requirement = fc.record(
  {
    key: word,
    operator: fc.constantFrom("In", "NotIn", "Exists", "DoesNotExist"),
    values: fc.array(word, { maxLength: 2 }),
  },
  { requiredKeys: ["key", "operator"] },
);
const selector = fc.record(
  { matchLabels: labels, matchExpressions: fc.array(requirement, { maxLength: 2 }) },
  { requiredKeys: [] },
);

describe("label selectors", () => {
  it("select what the reference selects", () => {
    fc.assert(
      fc.property(selector, labels, (given, of) => {
        assert.equal(labelSelector(given).selects(labelsOf(of)), reference(given, of));
      }),
    );
  });

  it("find by the index of pods what the reference selects", () => {
    fc.assert(
      fc.property(selector, fc.array(labels, { maxLength: 8 }), (given, pods) => {
        const graph = exampleGraph(
          pods.map((of) => ({
            apiVersion: "v1",
            kind: "Pod",
            metadata: { namespace: "taskflow", labels: of },
          })),
        );
        const found = podsOf(graph).selected("taskflow", labelSelector(given));
        const expected = [...pods.keys()].filter((index) => reference(given, pods[index] ?? {}));
        assert.deepEqual(
          found.map(({ resource }) => Number(resource.id)),
          expected,
        );
      }),
    );
  });

  it("select nothing where there is none, and everything where it is empty", () => {
    const some = labelsOf({ app: "example" });
    assert.equal(labelSelector(undefined).selects(some), false);
    assert.equal(labelSelector({}).selects(some), true);
    assert.equal(labelSelector({}).everything, true);
    // Of a Service an empty one selects nothing.
    assert.equal(mapSelector({}).selects(some), false);
    assert.equal(mapSelector({ app: "example" }).selects(some), true);
  });

  it("select nothing by what cannot be read", () => {
    const some = labelsOf({ app: "example" });
    for (const given of [
      { matchLabels: { app: 1 } },
      { matchExpressions: [{ key: "app", operator: "Matches", values: ["example"] }] },
      { matchExpressions: ["app"] },
    ]) {
      assert.equal(labelSelector(given).selects(some), false, JSON.stringify(given));
    }
  });
});
