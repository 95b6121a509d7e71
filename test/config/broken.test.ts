import assert from "node:assert/strict";
import * as fc from "fast-check";
import { formatProblems } from "../../infra/config/problem.ts";
import { ABSENT, type Path, changed, draft, problemsOf } from "./support.ts";

const production = draft("production");

/** Every place in the configuration, by its path. */
const places = allPaths(production.values);

/** Fields whose names people choose: they may be anything of the right shape. */
const FREE =
  /^(images\.overrides|edge\.controllerPodLabels|edge\.contentSources|backend\.(environment|featureFlags)|frontend\.environment|thirdParty|cluster\.dns\.podLabels)(\.|$)|^waivers\.[^.]+$/;

/** What hardly any field of the configuration accepts. By name, for the reports of what failed. */
const JUNK: Readonly<Record<string, unknown>> = {
  nothing: null,
  negative: -1,
  enormous: 1e308,
  fraction: 0.123456789,
  yes: true,
  empty: "",
  blank: " ",
  emoji: "💥",
  zero: "\u0000",
  lookup: "${jndi:ldap://x}",
  "object's text": "[object Object]",
  "prototype's name": "__proto__",
  "long text": "x\n".repeat(100_000),
  "long list": Array.from({ length: 2000 }, () => ({ a: [] })),
  "list of nothing": [null],
  "many keys": Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key${String(i)}`, i])),
  "deep group": nested(2000),
  prototypes: JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {}}}'),
};

describe("broken configurations", () => {
  it("1500 with a value that cannot be: each error names the key", function () {
    this.timeout(60_000);
    const cases = fc.tuple(fc.constantFrom(...places), fc.constantFrom(...Object.keys(JUNK)));
    fc.assert(
      fc.property(cases, ([path, name]) => {
        const junk = JUNK[name];
        fc.pre(!FREE.test(path.join(".")));
        const problems = problemsOf(changed(production, path, junk));
        // The schema itself may take it: a word field takes a word, however odd.
        fc.pre(problems.length > 0);
        expectProblemAt(path, problems);
      }),
      { numRuns: 1500, seed: 20260101 },
    );
  });

  it("500 with a misspelled key: each error names it and the right one", () => {
    const named = places.filter(
      (path) =>
        typeof path.at(-1) === "string" &&
        String(path.at(-1)).length > 3 &&
        !FREE.test(path.join(".")),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...named),
        fc.nat(),
        fc.constantFrom("x", "e", "S", "-"),
        (path, at, letter) => {
          const name = String(path.at(-1));
          const index = at % name.length;
          const wrong = name.slice(0, index) + letter + name.slice(index + 1);
          const parent = path.slice(0, -1);
          const siblings = Object.keys(valueAt(parent) as object);
          fc.pre(wrong !== name && !siblings.includes(wrong) && !isKnown(parent, wrong));
          const problems = problemsOf(
            changed(changed(production, [...parent, wrong], valueAt(path)), path, ABSENT),
          );
          const problem = expectProblemAt([...parent, wrong], problems);
          assert.match(problem.message, /is not a key of the configuration/);
          assert.ok(problem.message.includes(name), problem.message);
        },
      ),
      { numRuns: 500, seed: 20260102 },
    );
  });

  it("300 with a name of a prototype: each error names it", () => {
    const groups = places.filter(
      (path) => typeof valueAt(path) === "object" && !Array.isArray(valueAt(path)),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...groups),
        fc.constantFrom("__proto__", "constructor", "prototype"),
        fc.jsonValue(),
        (path, name, value) => {
          const problems = problemsOf(changed(production, [...path, name], value));
          expectProblemAt([...path, name], problems);
          assert.equal(Reflect.get({}, "polluted"), undefined);
        },
      ),
      { numRuns: 300, seed: 20260103 },
    );
  });

  it("without anything that must be there: each error names it", () => {
    const refused = places.flatMap((path) => {
      const problems = problemsOf(changed(production, path, ABSENT));
      return problems.length > 0 ? [[path, problems] as const] : [];
    });
    assert.ok(refused.length > 80, `only ${String(refused.length)} places are needed`);
    for (const [path, problems] of refused) expectProblemAt(path, problems);
  });

  it("any text at all under any key is a clear error or no error", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(production.values)),
        fc.oneof(fc.string(), fc.json()),
        (name, text) => {
          assertClear(problemsOf(changed(production, [name], text)));
        },
      ),
      { numRuns: 500, seed: 20260105 },
    );
  });

  it("several mistakes are reported together", () => {
    const wrong: readonly [Path, unknown][] = [
      [["release", "version"], "1"],
      [["edge", "controller"], "nginx"],
      [["backend", "autoscaling", "maxReplicas"], 1],
      [["contacts", "onCallEngineer", "phone"], "?"],
      [["unheardOf"], {}],
    ];
    const broken = wrong.reduce((so, [path, value]) => changed(so, path, value), production);
    assert.deepEqual(
      problemsOf(broken)
        .map(({ key }) => key)
        .sort(),
      wrong.map(([path]) => `taskflow:${path.join(".")}`).sort(),
    );
  });
});

type Problems = ReturnType<typeof problemsOf>;

/** A problem at the path, at what it is part of, or at a part of it; and all of them readable. */
function expectProblemAt(path: Path, problems: Problems): Problems[number] {
  assertClear(problems);
  const wanted = written(path);
  const found =
    problems.find(({ key }) => key === wanted) ??
    problems.find(({ key }) => key.startsWith(wanted)) ??
    problems.find(({ message }) => message.includes(`${wanted} `)) ??
    // A list's item cannot be named when the list itself is refused, nor a group's field when its type is gone.
    problems.find(
      ({ key }) => wanted.startsWith(key) || key.startsWith(written(path.slice(0, -1))),
    );
  assert.ok(
    found,
    `no problem of ${wanted} among ${JSON.stringify(problems.map(({ key }) => key))}`,
  );
  return found;
}

function assertClear(problems: Problems): void {
  const text = formatProblems("production", problems);
  assert.doesNotMatch(text, /\n\s+at .*\(?(file|node):|Error:|\[object Object\]\s*$/);
  for (const { key, message, example } of problems) {
    assert.match(key, /^taskflow:/);
    assert.ok(message.length > 10 && message.length < 2000, message.slice(0, 200));
    assert.ok(example.length > 5);
    assert.doesNotMatch(message, /undefined|NaN|Invalid input/);
  }
}

function written(path: Path): string {
  const [first = "", ...rest] = path;
  return rest.reduce<string>(
    (key, part) => {
      if (typeof part === "number") return `${key}[${String(part)}]`;
      return /^[A-Za-z_][\w-]*$/.test(part) ? `${key}.${part}` : `${key}[${JSON.stringify(part)}]`;
    },
    `taskflow:${String(first)}`,
  );
}

function allPaths(value: unknown, at: Path = []): Path[] {
  const here = at.length > 0 ? [at] : [];
  if (typeof value !== "object" || value === null) return here;
  const parts = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [
    ...here,
    ...parts.flatMap((part) =>
      allPaths((value as Record<string | number, unknown>)[part], [...at, part]),
    ),
  ];
}

function valueAt(path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) => (at as Record<string | number, unknown>)[part],
    production.values,
  );
}

/** Whether the misspelling is another field's name. */
function isKnown(parent: Path, name: string): boolean {
  return !problemsOf(changed(production, [...parent, name], { nothing: "fits" })).some(
    ({ message }) => message.includes("is not a key of the configuration"),
  );
}

function nested(depth: number): unknown {
  let value: unknown = {};
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
}
