import assert from "node:assert/strict";
import { document } from "../../components/release/record/document.ts";
import { shaped } from "../../components/release/evidence/shape.ts";
import { incidentDraft } from "../../components/release/rollback/incident.ts";
import { rollbackDocument } from "../../components/release/rollback/record.ts";
import { alertOf } from "../../components/release/rollback/tell.ts";
import { parseArguments } from "../../infra/rollback/arguments.ts";
import { nextText, planText } from "../../infra/rollback/plan-text.ts";
import { begun, recorded } from "./records.ts";
import { replicaSet } from "./workloads.ts";

const needed = ["--stack", "production", "--reason", "Errors"];
const target = {
  version: "v1.0.0",
  record: recorded(),
  undoes: recorded({ id: "bad", version: "v1.1.0", issues: ["smoke: was slow"] }),
  moves: [
    {
      name: "backend" as const,
      from: "v1.1.0",
      to: replicaSet("backend", { version: "v1.0.0", revision: 1 }),
    },
    { name: "frontend" as const, from: "v1.0.0" },
  ],
};
const restore = { from: "x", words: "what they were at noon" };

describe("npm run rollback", () => {
  it("reads its arguments strictly", () => {
    const common = { stack: "production", reason: "Errors", stopTraffic: false, yes: false };
    assert.deepEqual(parseArguments(needed), common);
    assert.deepEqual(parseArguments([...needed, "--restore-database", "--yes"]), {
      ...{ ...common, yes: true, restore: { from: undefined } },
    });
    assert.deepEqual(
      parseArguments([...needed, "--restore-database=2026-01-01T00:00:00Z", "--to", "v1.0.0"]),
      { ...common, restore: { from: "2026-01-01T00:00:00Z" }, to: "v1.0.0" },
    );
    assert.equal(parseArguments(["--help"]), "help");
    for (const [line, says] of [
      [["--reason", "x"], /--stack is missing/],
      [["--stack", "production"], /--reason is missing/],
      [["--stack", "production", "--reason", " "], /--reason is missing/],
      [[...needed, "--restore-databse"], /did you mean --restore-database/],
      [[...needed, "--restore-database="], /--restore-database needs a value/],
      [[...needed, "--yes=1"], /takes no value/],
      [[...needed, "v1.0.0"], /unexpected argument/],
    ] as const) {
      assert.throws(() => parseArguments(line), says);
    }
  });

  it("shows what will happen in its order, and what is lost", () => {
    const plan = planText("production", target, { restore, stopTraffic: true });
    const steps = plan.match(/^ {2}\d\. \w+ ?\w+/gm);
    assert.deepEqual(steps, [
      ...["  1. stop traffic", "  2. roll back", "  3. verify that", "  4. restore the"],
      ...["  5. enable traffic", "  6. verify with"],
    ]);
    assert.match(
      plan,
      /backend from v1\.1\.0 to v1\.0\.0 \(backend-v100\), frontend is at v1\.0\.0 already/,
    );
    assert.match(plan, /What was written since is lost/);
    const short = planText("production", target, { restore: undefined, stopTraffic: false });
    assert.match(short, /The data stay as they are/);
    assert.doesNotMatch(short, /traffic|restore/);
  });

  it("warns of a release of which nobody knows that it worked", () => {
    const { version, undoes, moves } = target;
    const unrecorded = { version, undoes, moves };
    const plan = planText("production", unrecorded, { restore: undefined, stopTraffic: false });
    assert.match(plan, /warning: nobody has recorded that v1\.0\.0 ever passed/);
  });

  it("says in what Pulumi's state differs, and what to run next", () => {
    const next = nextText("production", target);
    assert.match(next, /Pulumi still takes v1\.1\.0 for what runs/);
    assert.match(next, /pulumi up --stack production --refresh/);
  });

  it("is recorded with its reason, and leaves the draft of a report", () => {
    const step = {
      ...{ name: "roll-back", start: "2026-11-28T01:00:01.000Z", milliseconds: 1 },
      ...{ outcome: "holds" as const, problems: [], log: [] },
    };
    const failed = { ...step, name: "smoke", outcome: "refused" as const, problems: ["It | died"] };
    const end = new Date("2026-11-28T01:05:00Z");
    const made = rollbackDocument(begun("rollback", "back"), {
      ...{ target, reason: "Errors", restore, steps: [step, failed], end },
    });
    assert.deepEqual(shaped(document, JSON.parse(JSON.stringify(made))), made);
    assert.deepEqual(
      [made.kind, made.status, made.undoes, made.rollback.what],
      ["rollback", "partial", "bad", "Errors"],
    );
    const isRestored = (...steps: Parameters<typeof rollbackDocument>[1]["steps"]) =>
      rollbackDocument(begun("rollback", "back"), {
        ...{ target, reason: "Errors", restore, steps, end },
      }).issues.includes("The data were put back to what they were at noon.");
    assert.ok(isRestored(step, { ...step, name: "restore-database" }));
    assert.ok(!isRestored(step, { ...failed, name: "restore-database" }));
    const draft = incidentDraft("production", made, target, {
      alerts: ["ErrorRateHigh: More than 1 %"],
      logs: [{ pod: "backend-1", lines: ["error: [redacted]"] }],
    });
    for (const line of [
      "# Incident: production went back from v1.1.0 to v1.0.0",
      "- Reason: Errors",
      "| 2026-11-28T01:00:01.000Z | Rollback: smoke FAILED |",
      "- smoke: was slow",
      "- smoke: It | died",
      "- ErrorRateHigh: More than 1 %",
      "error: [redacted]",
    ]) {
      assert.ok(draft.includes(line), `${line} is not in:\n${draft}`);
    }
  });

  it("is told as an alert, with its reason", () => {
    const news = {
      ...{ stack: "production", version: "v1.0.0", reason: "Errors", record: "20260101t010203z" },
      runbookUrl: "https://git.example.com/runbook.md",
    };
    assert.deepEqual(alertOf({ ...news, from: "v1.1.0" }), {
      labels: {
        alertname: "WentBack",
        severity: "warning",
        concern: "release",
        record: "20260101t010203z",
      },
      annotations: {
        summary: "production goes back to v1.0.0 from v1.1.0.",
        description: "Errors (record 20260101t010203z)",
        runbook_url: "https://git.example.com/runbook.md#wentback",
      },
    });
    const { annotations } = alertOf(news) as { annotations: { summary: string } };
    assert.equal(annotations.summary, "production goes back to v1.0.0.");
  });
});
