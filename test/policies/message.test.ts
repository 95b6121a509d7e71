import assert from "node:assert/strict";
import type { Inputs } from "../../policies/graph.ts";
import { fault, message, title } from "../../policies/message.ts";
import { UNKNOWN, guarded } from "../../policies/unknown.ts";
import { configMap, resourceRule } from "./support/rules.ts";

const rule = resourceRule();
const resource = configMap("web", {});
const verdict = { rule, resource, path: "data.text", must: "be allowed" };
const titled = (inputs: Inputs) => title({ ...resource, inputs });

describe("messages", () => {
  it("say which object, which field, what it is, what it must be, who asks and what to do", () => {
    assert.equal(
      message({
        ...verdict,
        is: "forbidden",
        rule: resourceRule({
          standards: {
            podSecurity: { level: "baseline", control: "Capabilities" },
            nsa: true,
            cis: ["5.2.9", "5.2.10"],
            trivy: ["KSV-0005"],
          },
        }),
      }),
      "ConfigMap taskflow/taskflow-web: data.text is forbidden; it must be allowed (checklist step1.1, step1.2; Pod Security baseline: Capabilities; NSA/CISA hardening guide; CIS 5.2.9, 5.2.10). Write something else.",
    );
    assert.ok(
      message({ ...verdict, rule: resourceRule({ checklist: [] }) }).endsWith(
        "is missing; it must be allowed. Write something else.",
      ),
    );
  });

  it("show values in one short line, whatever they are", () => {
    const shown: [value: unknown, text: string][] = [
      ["a", "a"],
      [0, "0"],
      [false, "false"],
      [null, "null"],
      [["a", 1], '["a",1]'],
      [{ a: {} }, '{"a":{}}'],
      [() => 1, "() => 1"],
      [Symbol("unknown"), "Symbol(unknown)"],
    ];
    for (const [is, text] of shown) {
      assert.equal(fault({ ...verdict, is }), `data.text is ${text}; it must be allowed`);
    }
    assert.equal(fault(verdict), "data.text is missing; it must be allowed");
    assert.equal(fault({ ...verdict, path: "", is: 1 }), "it is 1; it must be allowed");
    const long = fault({ ...verdict, is: "x".repeat(1000) });
    assert.match(long, /^data\.text is x{117}…; it must/);
    assert.equal(fault({ ...verdict, is: "a\n  b" }), "data.text is a b; it must be allowed");
    const open = guarded({ a: 1, b: UNKNOWN });
    assert.equal(
      fault({ ...verdict, is: open }),
      "data.text is known only in part; it must be allowed",
    );
  });

  it("call an object by kind, namespace and name, as far as it has them", () => {
    assert.equal(title(resource), "ConfigMap taskflow/taskflow-web");
    assert.equal(
      titled({ kind: "Namespace", metadata: { name: "taskflow" } }),
      "Namespace taskflow",
    );
    assert.equal(titled({}), "ConfigMap web");
    assert.equal(
      titled({ kind: {}, metadata: { name: 1, namespace: "taskflow" } }),
      "ConfigMap web",
    );
  });
});
