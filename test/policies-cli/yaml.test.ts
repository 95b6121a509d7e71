import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { locate } from "../../policies/cli/locate.ts";
import { parseDocuments } from "../../policies/yaml.ts";

const values = (text: string) => parseDocuments(text).documents.map(({ value }) => value);

describe("documents of YAML and JSON", () => {
  it("are told apart by their markers, with the line of their first content", () => {
    const text = `# head\n---\n\na: 1\n--- # two\nb: |\n  x\n  --- no marker\n...\n---\n--- {c: 3}\n`;
    const { documents, faults } = parseDocuments(text);
    assert.deepEqual(faults, []);
    assert.deepEqual(
      documents.map(({ value, line }) => [value, line]),
      [
        [{ a: 1 }, 4],
        [{ b: "x\n--- no marker\n" }, 6],
        [null, 10],
        [{ c: 3 }, 11],
      ],
    );
  });

  it("may begin with a byte order mark, a directive or Windows' line ends", () => {
    assert.deepEqual(values("%YAML 1.2\n---\r\na: b\r\n---\r\nc: d\r\n"), [{ a: "b" }, { c: "d" }]);
  });

  it("keep numbers as kubectl reads them, and dates as words", () => {
    const text =
      "[0644, 0o17, 0x1F, 1_000, -7, +8, 1.5, 2027-06-30, 08, 1e3, 12:30:00, '1', null, ~]";
    assert.deepEqual(values(text), [
      [420, 15, 31, 1000, -7, 8, 1.5, "2027-06-30", 8, 1000, "12:30:00", "1", null, null],
    ]);
  });

  it("may use anchors and merge keys, and names of prototypes", () => {
    const [value] = values("a: &a {x: 1}\nb: {<<: *a, z: 2}\n__proto__: {z: 1}\n");
    assert.deepEqual(Object.keys(value as object), ["a", "b", "__proto__"]);
    assert.deepEqual((value as { b: unknown }).b, { x: 1, z: 2 });
  });

  it("have words for keys", () => {
    for (const text of ["a: {{ b }}\n", "? {a: b}\n: c\n"]) {
      assert.equal(parseDocuments(text).faults[0]?.message, "a key is not a word");
    }
  });

  it("are what was written, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 1 }), (written) => {
        const json = JSON.parse(JSON.stringify(written)) as unknown[];
        const text = json.map((value) => `---\n${stringify(value, { version: "1.1" })}`).join("");
        assert.deepEqual(values(text), json);
        assert.deepEqual(values(JSON.stringify(json)), [json]);
      }),
    );
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-a: {}[\]&*!|>'"#%\n\t0x]*$/), (text) => {
        parseDocuments(text);
      }),
    );
  });
});

describe("the line of a field", () => {
  const text = `# a Pod
apiVersion: v1
metadata:
  annotations:
    a.b/c: x
    "quoted key": y
spec:
  containers:
  - name: one
    env:
      - name: A
        value: |
          name: none
      -
        name: B
    image: first
  -   image: second
      ports: [{containerPort: 1}]
  volumes: []
`;
  for (const [path, line] of [
    ["", 2],
    ["apiVersion", 2],
    ["metadata.annotations", 4],
    ['metadata.annotations["a.b/c"]', 5],
    ['metadata.annotations["quoted key"]', 6],
    ["spec.containers[0]", 9],
    ["spec.containers[0].name", 9],
    ["spec.containers[0].env[0].value", 12],
    ["spec.containers[0].env[1].name", 15],
    ["spec.containers[0].image", 16],
    ["spec.containers[1].image", 17],
    ["spec.volumes", 19],
    // What is missing or written in one line stands where it would be added.
    ["spec.containers[1].ports[0].containerPort", 18],
    ["spec.containers[1].securityContext.privileged", 17],
    ["spec.containers[7].image", 8],
    ["spec.securityContext", 7],
    ["status.phase", 2],
  ] as const) {
    it(`is ${line} for ${path || "the object"}`, () => {
      assert.equal(locate(text, path) + 1, line);
    });
  }

  it("is found for every field of what is written in block style", () => {
    const name = fc.stringMatching(/^[a-z][a-zA-Z]{0,6}$/);
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constant("leaf"),
        fc.dictionary(name, tie("tree"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
        fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, tree, { minKeys: 1, noNullPrototype: true }), (object) => {
        let count = 0;
        const marked = (value: unknown, path: string, found: [string, string][]): unknown => {
          if (Array.isArray(value)) {
            return value.map((item, index) => marked(item, `${path}[${index}]`, found));
          }
          if (typeof value === "object" && value !== null) {
            const entries = Object.entries(value).map(([key, inner]) => [
              key,
              marked(inner, path === "" ? key : `${path}.${key}`, found),
            ]);
            return Object.fromEntries(entries) as unknown;
          }
          const mark = `mark${String((count += 1))}end`;
          found.push([path, mark]);
          return mark;
        };
        const found: [string, string][] = [];
        const written = stringify(marked(object, "", found));
        const lines = written.split("\n");
        for (const [path, mark] of found) {
          assert.ok(lines[locate(written, path)]?.includes(mark), `${path} in\n${written}`);
        }
      }),
    );
  });
});
