import assert from "node:assert/strict";
import { compare } from "../../infra/preview/compare.ts";
import { renderMarkdown } from "../../infra/preview/markdown.ts";
import { component, documentOf, object } from "./documents.ts";

const against = { ref: "main", commit: "0123456789abcdef", gates: [] };
const services = (count: number, text = "x") =>
  Array.from({ length: count }, (_, index) => object("core/v1:Service", `s${index}`, { text }));
const comparison = (before: ReturnType<typeof services>, after: ReturnType<typeof services>) =>
  renderMarkdown(documentOf(after), {
    ...against,
    changes: compare(documentOf(before), documentOf(after)),
  });

describe("preview as a comment", () => {
  it("has a headline, verdicts, folded resources and a diagram", () => {
    const [database, web] = [component("Database", "db"), component("Web", "web")];
    const server = object("core/v1:Pod", "server", {}, { parent: database.urn });
    const page = object("core/v1:Pod", "page", {}, { parent: web.urn, dependsOn: [server.urn] });
    const text = renderMarkdown(documentOf([database, server, web, page]));
    assert.match(text, /^### Preview of `test`: 2 resources in 2 components\n/);
    assert.match(text, /\n\*\*0 policies evaluated\*\*\n/);
    assert.match(text, /<details><summary>Resources<\/summary>\n\n```\nStack/);
    assert.match(text, /\n```mermaid\nflowchart TD\n[^`]*\n {2}c0 --> c1\n```\n/);
  });

  it("has no diagram without an arrow", () => {
    assert.ok(!renderMarkdown(documentOf(services(2))).includes("mermaid"));
  });

  it("has the difference, coloured as GitHub colours it", () => {
    const text = comparison(services(1), [...services(1, "y"), ...services(2).slice(1)]);
    assert.match(text, /^### Preview of `test`: 1 added, 1 changed, 0 replaced, 0 removed\n/);
    assert.match(text, /Compared with `main` \(0123456\)/);
    assert.match(
      text,
      /\n```diff\n! Service s0\n! {3}text: x → y\n\+ Service s1\n\+ {3}text: x\n```\n/,
    );
    assert.match(comparison(services(1), services(1)), /No resource changes/);
  });

  it("stays within what GitHub takes, and says what is missing", () => {
    for (const size of [1, 5000]) {
      const text = comparison([], services(size, "é\n".repeat(100) + "z".repeat(2000)));
      assert.ok(Buffer.byteLength(text) <= 65_536, String(size));
      assert.equal(text.includes("more than a comment can hold"), size > 1);
      assert.equal(text.split("<details>").length, text.split("</details>").length);
    }
    const violations = Array.from({ length: 3000 }, (_, index) => ({
      policy: `p${index % 7}`,
      level: "mandatory" as const,
      severity: "high" as const,
      path: "spec",
      urn: `urn:pulumi:t::p::a:b:C::n${index}`,
      message: "m".repeat(100),
    }));
    const text = renderMarkdown(documentOf(services(3000), { violations }));
    assert.ok(Buffer.byteLength(text) <= 65_536);
    assert.match(text, /Service × 3000/);
  });

  it("holds any text without becoming markup", () => {
    const hostile = "a `b` ```\n</details> @team #12 <script> [x](http://y) *z*";
    const violations = [
      {
        policy: "po`licy",
        level: "advisory",
        severity: "low",
        path: "spec",
        urn: "urn:pulumi:t::p::a:b:C::n`n",
        message: hostile,
      },
    ] as const;
    const text = renderMarkdown(documentOf(services(1, hostile), { violations }), {
      ...against,
      ref: "ma`in",
      changes: compare(documentOf(services(1)), documentOf(services(1, hostile))),
    });
    const outside = text.replace(/^(`{3,})[^\n]*\n[^]*?\n\1$/gm, "");
    assert.match(text, /\n````diff\n/);
    assert.match(outside, /``po`licy``/);
    assert.match(outside, /``ma`in``/);
    for (const markup of ["<script>", "@team", " #12", "[x]", "http:", "*z*"]) {
      assert.ok(!outside.includes(markup), markup);
    }
    assert.equal(outside.match(/<\/details>/g)?.length, 1);
  });
});
