import assert from "node:assert/strict";
import fc from "fast-check";
import { type Bundle, readBundle } from "../../components/release/evidence/bundle.ts";
import type { Envelope } from "../../components/release/evidence/dsse.ts";
import { judge } from "../../components/release/evidence/judge.ts";
import { publicKey } from "../../components/release/evidence/keys.ts";
import { needs } from "../../components/release/evidence/needs.ts";
import { NOW, complete, line, lines, question, statementOf } from "./support.ts";

const keys = question.publicKeys.map(publicKey);

const good = lines(complete());
const whole = readBundle(good.join("\n"), keys);

/** What the gate says of a bundle, without the file between. */
function factsOf(bundle: Bundle): Record<string, string> | "refused" {
  const { version, images, limits } = question;
  const verdicts = judge(bundle, { version, images, limits, now: new Date(NOW) });
  if (verdicts.some(({ objections }) => objections.length > 0)) return "refused";
  return Object.fromEntries(verdicts.map(({ item, facts }) => [item, facts.join("; ")]));
}

/** What it says where one line is another. Only that is read again: verifying all would take most of the time. */
function factsWith(index: number, text: string): Record<string, string> | "refused" {
  const { attestations, rejections } = readBundle(text, keys);
  const others = whole.attestations.filter(({ line }) => line !== index + 1);
  return factsOf({ attestations: [...others, ...attestations], rejections });
}

const facts = factsOf(whole);
const statements = Object.values(complete()).map(statementOf);

/** Paths of everything in a JSON document: fields, elements, and what holds them. */
function paths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) => paths(each, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

const REMOVED = Symbol("removed");

function changed(document: unknown, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(document);
  const last = path.at(-1) ?? "";
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy) as Record<
    string,
    unknown
  >;
  if (value !== REMOVED) holder[last] = value;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else Reflect.deleteProperty(holder, last);
  return copy;
}

/** Anything that JSON can say, and what is likely to confuse whoever reads it. */
const anything = fc.oneof(
  fc.constant(REMOVED),
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    ...["", " ", "PASSED", "FAILED", "critical", "__proto__", "v1.0.0", "1e999", "NaN", "0x9"],
    ...[NOW, "2026-11-26T10:00:00", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z"],
    ...[null, true, false, 0, -0, -1, 1e308, [], {}, [[]], [null], { length: 0 }],
    ...["a".repeat(64), `sha256:${"b".repeat(64)}`, "unit", "lint", "load", "refs/tags/v1.0.0"],
  ),
);

/** Where a mutation is made, drawn evenly over the fields of all documents. */
const placed = (documents: readonly unknown[]) =>
  fc.constantFrom(
    ...documents.flatMap((document, index) => paths(document).map((path) => ({ index, path }))),
  );

describe("a bundle of which one thing is changed", () => {
  before(() => {
    assert.notEqual(facts, "refused");
  });

  it("is refused or says the same where the change is not signed", () => {
    const envelopes = good.map((text) => JSON.parse(text) as Envelope);
    fc.assert(
      fc.property(placed(envelopes), anything, ({ index, path }, value) => {
        const said = factsWith(index, JSON.stringify(changed(envelopes[index], path, value)));
        if (said !== "refused") assert.deepEqual(said, facts);
      }),
      { numRuns: 600 },
    );
  });

  it("is refused where a byte of what is signed is another one", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: good.length - 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (index, place, flip) => {
          const sealed = JSON.parse(good[index] ?? "") as Envelope;
          const payload = Buffer.from(sealed.payload, "base64");
          const at = place % payload.length;
          payload[at] = (payload[at] ?? 0) ^ flip;
          const text = JSON.stringify({ ...sealed, payload: payload.toString("base64") });
          assert.equal(factsWith(index, text), "refused");
        },
      ),
      { numRuns: 400 },
    );
  });

  it("never crashes where the change is signed, and leaves alone what it is not about", () => {
    fc.assert(
      fc.property(placed(statements), anything, ({ index, path }, value) => {
        const said = factsWith(index, line(changed(statements[index], path, value)));
        if (said === "refused" || facts === "refused") return;
        const decides = needs
          .filter(({ predicateType }) => predicateType === statements[index]?.predicateType)
          .flatMap(({ items }) => (path[0] === "predicate" ? items : []));
        for (const [item, fact] of Object.entries(said)) {
          if (!decides.includes(item)) assert.equal(fact, facts[item], path.join("."));
        }
      }),
      { numRuns: 800 },
    );
  });

  it("is refused without any of its lines", () => {
    for (const index of good.keys()) assert.equal(factsWith(index, ""), "refused");
  });

  it("is refused or says the same wherever the file was cut, and whatever stands in it", () => {
    const text = good.join("\n");
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.string({ unit: "binary" }), (at, junk) => {
        assert.equal(factsOf(readBundle(text.slice(0, at), keys)), "refused");
        const said = factsOf(readBundle(text.slice(0, at) + junk + text.slice(at), keys));
        if (said !== "refused") assert.deepEqual(said, facts);
      }),
      { numRuns: 50 },
    );
  });
});
