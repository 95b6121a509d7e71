import assert from "node:assert/strict";
import fc from "fast-check";
import { UNUSUAL, readBlock } from "../../policies/yaml-block.ts";
import { parseDocuments } from "../../policies/yaml.ts";

const isRead = (text: string) => readBlock(text, (word) => word) !== UNUSUAL;
const values = (text: string) => parseDocuments(text).documents.map(({ value }) => value);
/** Of nothing with a tab the quick reader knows anything, and so all of YAML is read. */
const slowly = (text: string) => values(`${text}#\t\n`);

const written = `# What a program writes.
apiVersion: apps/v1
kind: Deployment
metadata:
  annotations: {}
  labels:
    app.kubernetes.io/name: "backend"
    note: 'it''s'
spec:
  replicas: 3
  paused: no
  template:
    spec:
      containers:
      - name: backend
        command: [ ]
        args: []
        env:
          - name: SCRIPT
            value: |
              set -e

                echo "a: b" # c
              exit
          - name: MODE
            value: "0644"

          - name: PORT
            value: |-
              8080
        resources:
      - name: sidecar
        cidr: ::/0
`;

describe("quick reader of YAML", () => {
  it("reads what programs write as all of YAML is read", () => {
    const text = written.replace("        command: [ ]\n", "");
    assert.ok(isRead(text));
    assert.deepEqual(values(text), slowly(text));
  });

  it("leaves the unusual to the other reader", () => {
    const unusual = [
      ...["a: &x b", "a: *x", "a: !!str 1", "a: [1]", "a: {b: 1}", "a: >\n  b", "a: |2\n  b"],
      ...["a: b # c", "a: b: c", "a: b\n  c", 'a: "\\n"', '"a": b', "y: 1", "<<: 1", "? a", "- a"],
      ...[
        "a: 1\na: 2",
        "a:\n  b: 1\n c: 2",
        "- - a",
        "a: -",
        "a: ---",
        "...",
        "%YAML 1.2",
        "a:\tb",
      ],
      ...[written, "a: |\n\n  b", "a: |\n  b\n    \nc: d", "", "{}", "\ufeffa: b", "a: \u0085"],
    ];
    assert.deepEqual(unusual.filter(isRead), []);
  });

  it("agrees with the other reader on every text that it reads", () => {
    const word = fc.constantFrom(
      ...[
        "",
        "b",
        "two words",
        "1",
        "-7",
        "0644",
        "08",
        "1e3",
        "1_000",
        "0x1F",
        ".inf",
        "-.5",
        "on",
      ],
      ...[
        "N",
        "null",
        "~",
        "~x",
        "'it''s'",
        '"d"',
        "|",
        "|-",
        "[]",
        "{}",
        "a#b",
        "::/0",
        "--f",
        "=",
      ],
      ...["12:30:00", "2027-06-30", "1.2.3.4/8", "é", "a: b", "#", "-", "- b", "c: d", "'", "*x"],
    );
    const key = fc.constantFrom(
      "a: ",
      "b: ",
      "c.d/e-f:",
      "- ",
      "- a: ",
      "-   b:  ",
      "  ",
      "# ",
      "",
    );
    const line = fc.tuple(fc.integer({ min: 0, max: 3 }), key, word);
    let read = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        const text = lines
          .map(([depth, before, after], index) => {
            // What begins further in is rarely anything.
            const indent = "  ".repeat(Math.min(depth, index));
            return `${indent}${before}${after}`.trimEnd();
          })
          .map((content) => `${content}\n`)
          .join("");
        if (!isRead(text)) return;
        read += 1;
        assert.deepEqual(values(text), slowly(text));
      }),
      { numRuns: 10_000 },
    );
    assert.ok(read > 100, `${read} were read`);
  });
});
