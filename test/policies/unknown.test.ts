import assert from "node:assert/strict";
import fc from "fast-check";
import { UNKNOWN, UnknownTouched, guarded, holdsUnknown, join } from "../../policies/unknown.ts";

const keys = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom("spec", "constructor", "toString", "hasOwnProperty", "length", "0", "then"),
);
const values = (leaf: fc.Arbitrary<unknown>) =>
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(keys, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
const plain = values(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)));
const open = values(fc.oneof(fc.integer(), fc.constant(UNKNOWN)));

/** Where unknown values are, found by another way than guarding. */
function unknowns(value: unknown, path = ""): string[] {
  if (value === UNKNOWN) return [path];
  if (Array.isArray(value))
    return value.flatMap((item, index) => unknowns(item, join(path, index)));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unknowns(inner, join(path, key)));
}

/** Reads everything, and collects where reading threw. */
function touched(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    try {
      return touched((value as Record<string, unknown>)[key]);
    } catch (error) {
      assert.ok(error instanceof UnknownTouched);
      return [error.path];
    }
  });
}

describe("guarded values", () => {
  it("are the same as the unguarded when everything is known", () => {
    fc.assert(
      fc.property(plain, (value) => {
        assert.deepEqual(touched(guarded(value)), []);
        assert.equal(JSON.stringify(guarded(value)), JSON.stringify(value));
        assert.equal(holdsUnknown(value), false);
      }),
    );
  });

  it("throw at every unknown value and at no other, with its path", () => {
    fc.assert(
      fc.property(open, (value) => {
        const object = { value };
        assert.deepEqual(touched(guarded(object)), unknowns(object));
        assert.equal(holdsUnknown(object), unknowns(object).length > 0);
      }),
    );
  });

  it("tell which keys and elements there are without a touch", () => {
    const object = guarded({ spec: UNKNOWN, list: [UNKNOWN, 1] });
    assert.deepEqual(Object.keys(object), ["spec", "list"]);
    assert.ok("spec" in object && Object.hasOwn(object, "spec"));
    assert.ok(Array.isArray(object.list));
    assert.equal(object.list.length, 2);
    assert.equal(object.list[1], 1);
    assert.throws(() => object.list[0], { path: "list[0]" });
    assert.throws(() => object.list.includes(1), UnknownTouched);
    assert.throws(() => Object.values(object), UnknownTouched);
    assert.throws(() => JSON.stringify(object), UnknownTouched);
  });

  it("have the methods of arrays, over guarded elements", () => {
    const list = guarded([{ name: "a" }, { name: UNKNOWN }]);
    assert.equal(list.find(({ name }) => name === "a")?.name, "a");
    assert.throws(() => list.map(({ name }) => name), { path: "[1].name" });
    assert.deepEqual(
      list.slice(0, 1).map(({ name }) => name),
      ["a"],
    );
  });
});

describe("paths", () => {
  it("are those that Pulumi writes", () => {
    assert.equal(join(join(join("", "spec"), "containers"), 0), "spec.containers[0]");
    assert.equal(join("metadata.annotations", "a.b/c"), 'metadata.annotations["a.b/c"]');
    assert.equal(join("", "0"), '["0"]');
  });
});
