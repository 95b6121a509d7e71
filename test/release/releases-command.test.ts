import assert from "node:assert/strict";
import { dora } from "../../components/release/record/dora.ts";
import { parseArguments } from "../../infra/releases/arguments.ts";
import { form } from "../../infra/releases/form.ts";
import * as html from "../../infra/releases/html.ts";
import * as markdown from "../../infra/releases/markdown.ts";
import * as text from "../../infra/releases/text.ts";
import { duration } from "../../infra/releases/words.ts";
import { recorded } from "./records.ts";

const contacts = {
  devopsLead: { name: "Alex Rivera", phone: "+15550100100", email: "devops@example.com" },
};
const record = recorded({
  issues: ["smoke: <b>it</b> | was slow", "and odd"],
  signatures: [
    { role: "Tech Lead", name: "Sam", by: "sam@example.com", at: "2026-11-29T00:00:00Z" },
  ],
});

describe("npm run releases", () => {
  it("reads its arguments strictly", () => {
    assert.deepEqual(parseArguments([]), { stack: "production", format: "text", days: 90 });
    assert.deepEqual(
      parseArguments(["--show", "v1.0.0", "--html", "--sign", "tech lead", "--name", "Sam"]),
      {
        ...{ stack: "production", format: "html", days: 90, show: "v1.0.0" },
        sign: { role: "Tech Lead", name: "Sam" },
      },
    );
    assert.equal(parseArguments(["--help"]), "help");
    for (const [line, says] of [
      [["--jsn"], /did you mean --json/],
      [["--json", "--html"], /exclude each other/],
      [["--days", "0"], /above 0/],
      [["--sign", "Tech Lead", "--show", "x"], /belong together/],
      [["--sign", "Tech Lead", "--name", "x"], /--sign needs --show/],
      [["--sign", "Boss", "--name", "x", "--show", "x"], /one of DevOps Engineer/],
      [["v1.0.0"], /unexpected argument/],
    ] as const) {
      assert.throws(() => parseArguments(line), says);
    }
  });

  it("shows a record in the checklist's form, with who is to sign and whom to call", () => {
    const shown = form("production", record, contacts);
    const page = markdown.renderForm(shown);
    for (const line of [
      "# Deployment record: production v1.0.0",
      "| Deployment Date | 2026-11-28 |",
      "| Duration | 20 min |",
      "| Issues Encountered | smoke: &lt;b>it&lt;/b> \\| was slow<br>and odd |",
      "| Rollback Required | No |",
      "| Status | Success |",
      "| DevOps Engineer |  |  |  |",
      "| Tech Lead | Sam | sam@example.com | 2026-11-29 |",
      "| DevOps Lead | Alex Rivera | +15550100100 | devops@example.com |",
    ]) {
      assert.ok(page.includes(line), `${line} is not in:\n${page}`);
    }
    const web = html.renderForm(shown);
    assert.match(web, /<title>Deployment record: production v1\.0\.0<\/title>/);
    assert.ok(web.includes("smoke: &lt;b&gt;it&lt;/b&gt; | was slow<br>and odd"));
    assert.doesNotMatch(web, /<!-- content -->|TITLE/);
    assert.match(text.renderForm(shown), /^ {2}Status +Success$/m);
  });

  it("leaves out contacts that nobody has configured", () => {
    assert.doesNotMatch(markdown.renderForm(form("local", record, {})), /Emergency/);
  });

  it("lists the newest first, with the four figures", () => {
    const older = recorded({ id: "older", version: "v0.9.0" });
    const figures = dora([older, record], 7, new Date("2026-12-01T00:00:00Z"));
    const listed = text.renderList([older, record], figures);
    assert.ok(listed.indexOf("v1.0.0") < listed.indexOf("v0.9.0"));
    assert.match(listed, /^Change lead time +1 h \(median of 2\)$/m);
    assert.match(
      markdown.renderList("production", [record], figures),
      /\| Change fail rate \| 0 %/,
    );
    assert.match(
      html.renderList("production", [record], figures),
      /<th scope="row">Deployment freq/,
    );
    assert.match(text.renderList([], dora([], 7, new Date())), /^Nothing is recorded yet\.$/m);
  });

  it("says durations with their two largest units", () => {
    assert.deepEqual([0, 59.6, 61, 3600, 90_061].map(duration), [
      ...["0 s", "1 min", "1 min 1 s", "1 h", "1 d 1 h"],
    ]);
  });
});
