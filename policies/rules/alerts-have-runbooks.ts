import { filesOf } from "../config-files.ts";
import { each } from "../each.ts";
import { configMap } from "../example-objects.ts";
import { at, isKind, list, record } from "../graph.ts";
import type { Finding, Rule } from "../rule.ts";
import { parseDocuments } from "../yaml.ts";

const SEVERITIES: readonly unknown[] = ["critical", "warning", "info", "none"];

const rulesFile = (runbook: string) =>
  configMap({
    "rules.yml": `groups:
  - name: example
    rules:
      - alert: TargetDown
        expr: up == 0
        labels:
          severity: warning
        annotations:
          summary: A target is down.
          runbook_url: ${runbook}
`,
  });

export const alertsHaveRunbooks: Rule = {
  name: "alerts-have-runbooks",
  title: "Every alert says how bad it is, what has happened, and where it is written what to do.",
  why: "Whoever is woken at night must not have to find out what the alert means.",
  severity: "medium",
  checklist: ["mon.3", "docs.2"],
  standards: {},
  fix: "Give the alert the label severity (critical, warning, info or none) and the annotations summary and runbook_url.",
  examples: {
    compliant: [rulesFile("https://git.example.com/runbook.md#targetdown")],
    violating: [rulesFile('""')],
  },
  looksAt: "resource",
  *check(resource) {
    if (isKind(resource, "PrometheusRule", "monitoring.coreos.com")) {
      yield* alertsIn(at(resource.inputs, "spec"), "spec");
      return;
    }
    yield* each(filesOf(resource, /\.(?:ya?ml|rules)$/), function* ({ name, path, text }) {
      // Of other files the text itself says whether there are alerts in it.
      if (!/rules?[^/]*$/i.test(name) && !/^[ \t]*(?:- )?["']?alert["']?[ \t]*:/m.test(text))
        return;
      const content = parsed(text);
      if (content === undefined) {
        yield { path, is: "no YAML", must: "be a file of rules that can be read" };
        return;
      }
      for (const finding of alertsIn(content, path)) {
        yield { path, is: finding.path, must: finding.must };
      }
    });
  },
};

/** What is no YAML, or not one document with fields, is no file of rules. */
function parsed(text: string): unknown {
  const { documents, faults } = parseDocuments(text);
  return faults.length === 0 && documents.length === 1 ? record(documents[0]?.value) : undefined;
}

/** What is wrong with the alerts of groups. The path names the alert and what it lacks. */
function* alertsIn(content: unknown, path: string): Generator<Finding> {
  for (const [number, group] of list(at(content, "groups")).entries()) {
    for (const [position, rule] of list(at(group, "rules")).entries()) {
      const name = at(rule, "alert");
      if (name === undefined) continue;
      const where = `${path}.groups[${number}].rules[${position}]`;
      const alert = typeof name === "string" ? `the alert ${name}` : "the alert";
      if (!SEVERITIES.includes(at(rule, "labels", "severity"))) {
        const must = `be critical, warning, info or none, for ${alert}`;
        yield { path: `${where}.labels.severity`, must };
      }
      const runbook = at(rule, "annotations", "runbook_url");
      if (typeof runbook !== "string" || !/^https:\/\/\S+$/.test(runbook)) {
        const must = `be the address of what to do about ${alert}`;
        yield { path: `${where}.annotations.runbook_url`, must };
      }
      const summary = at(rule, "annotations", "summary");
      if (typeof summary !== "string" || summary.trim() === "") {
        yield { path: `${where}.annotations.summary`, must: `say what ${alert} means` };
      }
    }
  }
}
