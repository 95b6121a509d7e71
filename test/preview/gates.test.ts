import assert from "node:assert/strict";
import { compare } from "../../infra/preview/compare.ts";
import type { PreviewedResource } from "../../infra/preview/document.ts";
import { gateLines, gatesToPass } from "../../infra/preview/gates.ts";
import { documentOf, object } from "./documents.ts";

/** A gate and what it is handed. */
const gate = (name: string, input: object, rest: Partial<PreviewedResource> = {}) => ({
  ...object("", name, { create: name, stdin: JSON.stringify(input) }, rest),
  type: "command:local:Command",
});

/** A gate that is handed what others return. */
const fed = (
  name: string,
  by: readonly PreviewedResource[],
  rest: Partial<PreviewedResource> = {},
) =>
  gate(
    name,
    {},
    {
      inputs: { create: name, stdin: "[unknown]" },
      unknownFrom: { stdin: by.map(({ urn }) => urn) },
      ...rest,
    },
  );

const lines = (before: PreviewedResource[], after: PreviewedResource[]) => {
  const document = documentOf(after);
  return gateLines(gatesToPass(document, compare(documentOf(before), document)));
};

describe("gates in a difference of two previews", () => {
  it("are none when nothing changes that they are handed", () => {
    const backup = gate("backup", { version: "v1" });
    const later = { ...backup, dependsOn: [backup.urn], options: { protect: true as const } };
    assert.deepEqual(lines([backup], [later]), ["No gate is passed again."]);
  });

  it("say what they are handed that is another", () => {
    const evidence = (digest: string, age: number) =>
      gate("evidence", { images: [digest], limits: { age } });
    assert.deepEqual(lines([evidence("a", 1)], [evidence("b", 2)]), [
      "1 gate passed again, 0 perhaps",
      "  evidence  is handed another images[0], limits.age",
    ]);
  });

  it("say which gates they follow, but only those that are passed again", () => {
    const backup = (version: string) => gate("backup", { version });
    const others = [fed("rehearse", [backup("")]), fed("smoke", [gate("readiness", {})])];
    const last = fed("record", others);
    assert.deepEqual(lines([backup("v1"), ...others, last], [backup("v2"), ...others, last]), [
      "1 gate passed again, 3 perhaps",
      "  backup    is handed another version",
      "  rehearse  perhaps: is handed what backup will return",
      "  smoke     perhaps: only the update knows what it is handed",
      "  record    perhaps: is handed what rehearse will return",
    ]);
  });

  it("are new once, and not passed again for what they ignore", () => {
    const once = { options: { ignoreChanges: ["stdin"] } };
    const evidence = (digest: string) => gate("evidence", { digest });
    const announce = fed("announce", [evidence("")], once);
    assert.deepEqual(lines([evidence("a")], [evidence("b"), announce]), [
      "2 gates passed again, 0 perhaps",
      "  evidence  is handed another digest",
      "  announce  is new",
    ]);
    assert.deepEqual(lines([evidence("a"), announce], [evidence("b"), announce]), [
      "1 gate passed again, 0 perhaps",
      "  evidence  is handed another digest",
    ]);
  });
});
