import fc from "fast-check";
import { type Steps, keys, valueAt } from "./fields.ts";

/** Names that every object answers to, whether it has them or not. */
const INHERITED = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
];

/** Names that rules look for, so that junk is not passed over. */
const KNOWN =
  "metadata spec labels annotations name namespace containers initContainers ephemeralContainers securityContext env value valueFrom image ports containerPort volumes hostPath path rules verbs resources apiGroups subjects kind matchLabels matchExpressions key operator values from to ports port podSelector namespaceSelector data metrics type target selector template jobTemplate livenessProbe httpGet exec command lifecycle preStop sleep seconds capabilities add drop requests limits cpu".split(
    " ",
  );

const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KNOWN) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...INHERITED, "length", "0", "-1", "", "a.b", "a/b", '"'),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
);

const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, false, 0, -0, -1, 1.5, 2 ** 53, -(2 ** 63), NaN),
  fc.constantFrom<unknown>(Infinity, -Infinity, "", " ", "*", "0", "true", "null", "[unknown]"),
  fc.constantFrom<unknown>(...INHERITED, "100%", "-1%", "1e999", "9".repeat(400), "\0", "\ud800"),
  fc.constantFrom<unknown>("a".repeat(5_000), "é".repeat(2_000), "{{", "${", "!!js", "&a [*a, *a]"),
  fc.string({ maxLength: 30 }),
);

/** Whatever a document of JSON or YAML may hold anywhere. */
export const junk: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    { weight: 3, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    {
      weight: 2,
      arbitrary: fc.array(fc.tuple(key, tie("value")), { maxLength: 5 }).map(ownFields),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.nat(200), key).map(([depth, name]) => nested(depth, name)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.nat(300), scalar)
        .map(([size, of]) => Array.from({ length: size }, () => of)),
    },
  ),
})).value;

/** An object whose fields are its own, `__proto__` as well, as parsers make it. */
export function ownFields(entries: readonly (readonly [string, unknown])[]): object {
  const made = {};
  for (const [name, value] of entries) {
    Object.defineProperty(made, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return made;
}

function nested(depth: number, name: string): unknown {
  let value: unknown = "end";
  for (let level = 0; level < depth; level++)
    value = level % 2 ? [value] : ownFields([[name, value]]);
  return value;
}

/** Every path in a value. */
export function paths(value: unknown, steps: Steps = []): Steps[] {
  return keys(value).flatMap((step) => {
    const way = [...steps, step];
    return [way, ...paths(valueAt(value, [step]), way)];
  });
}
