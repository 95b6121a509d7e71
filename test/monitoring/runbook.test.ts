import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { monitoringContent } from "../../components/monitoring/monitoring.ts";
import { SOURCES } from "../../components/monitoring/sources.ts";
import { WENT_BACK } from "../../components/monitoring/rules/rule.ts";
import { bundled, ruleSettings } from "./samples.ts";

const runbook = readFileSync(new URL("../../docs/runbook.md", import.meta.url), "utf8");
const content = monitoringContent(bundled({ sources: SOURCES }));

describe("runbook", () => {
  const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading = ""]) => heading);

  it("has one heading for each alert, and no other", () => {
    assert.deepEqual(headings.toSorted(), [...content.alerts, WENT_BACK].sort());
  });

  it("is where each alert's link points", () => {
    const { groups } = parse(content.rules) as {
      groups: { rules: { alert?: string; annotations?: { runbook_url: string } }[] }[];
    };
    const anchors = new Set(headings.map((heading) => heading.toLowerCase()));
    for (const { alert, annotations } of groups.flatMap(({ rules }) => rules)) {
      if (alert === undefined) continue;
      const [page, anchor = ""] = annotations?.runbook_url.split("#") ?? [];
      assert.equal(page, ruleSettings.runbookUrl);
      assert.ok(anchors.has(anchor), alert);
    }
  });

  it("says of each alert what it means, why it may be, and what to do first", () => {
    for (const section of runbook.split(/^### /m).slice(1)) {
      const [heading = ""] = section.split("\n");
      assert.match(section, /\*\*Meaning\.\*\* \S/, heading);
      assert.match(section, /\*\*Likely\.\*\* \S/, heading);
      assert.match(section, /\*\*First\.\*\* \S/, heading);
    }
  });
});
