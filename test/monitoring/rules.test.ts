import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { dashboards } from "../../components/monitoring/grafana/dashboards/all.ts";
import { METRICS } from "../../components/monitoring/rules/catalogue.ts";
import { ruleGroups, rulesYaml } from "../../components/monitoring/rules/render.ts";
import { type AlertRule, isAlert } from "../../components/monitoring/rules/rule.ts";
import { ruleContext } from "../../components/monitoring/rules/settings.ts";
import { JOBS, SOURCES, type Source } from "../../components/monitoring/sources.ts";
import { metricsOf } from "./promql.ts";
import { namespaceNames, ruleSettings } from "./samples.ts";
import { without } from "./tools.ts";

const CHECKLIST = new URL("../../../shared/checklist/items.tsv", import.meta.url);

/** Series that Prometheus makes itself. */
const BUILT_IN = ["up", "ALERTS"];

const groups = ruleGroups(ruleSettings, namespaceNames, SOURCES);
const alerts = groups.flatMap(({ rules }) => rules.filter(isAlert));
const context = ruleContext(ruleSettings, namespaceNames);
const boards = dashboards(context);

/** What the groups record, with the sources that the recording needs. */
const recorded = new Map<string, readonly Source[]>(
  groups.flatMap(({ needs, rules }) =>
    rules.flatMap((rule) => (isAlert(rule) ? [] : [[rule.record, needs] as const])),
  ),
);

function sourcesOfMetric(metric: string): readonly Source[] {
  return recorded.get(metric) ?? SOURCES.filter((source) => METRICS[source].includes(metric));
}

function checkMetrics(where: string, expr: string, needs: readonly Source[]): void {
  for (const metric of metricsOf(expr).filter((name) => !BUILT_IN.includes(name))) {
    const sources = sourcesOfMetric(metric);
    assert.notEqual(sources.length, 0, `${where}: nobody exposes ${metric}`);
    for (const source of sources) {
      assert.ok(
        needs.includes(source),
        `${where}: ${metric} is of ${source}, which it does not need`,
      );
    }
  }
}

describe("metrics of an expression", () => {
  const cases: [expr: string, ...metrics: string[]][] = [
    ["vector(1)"],
    ["up == 0", "up"],
    [`sum by (job) (rate(a_total{x="b_total"}[5m])) / c:d`, "a_total", "c:d"],
    ["a * on (pod) group_left (version) group by (pod, version) (up)", "a", "up"],
    ["a unless on (job) a offset 24h or absent(b)", "a", "b"],
    ["x > 1.3e6 and time() - y < 2", "x", "y"],
  ];
  for (const [expr, ...metrics] of cases) {
    it(expr, () => {
      assert.deepEqual(metricsOf(expr), metrics);
    });
  }
});

describe("rules", () => {
  it("have names of their own", () => {
    const names = [...groups.map(({ name }) => name), ...alerts.map(({ alert }) => alert)];
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("say what is wrong, how bad it is and where to read on", () => {
    const file = parse(rulesYaml(groups, ruleSettings)) as {
      groups: { rules: { alert?: string; labels?: object; annotations?: object }[] }[];
    };
    const rendered = file.groups.flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));
    assert.equal(rendered.length, alerts.length);
    for (const { alert = "", labels = {}, annotations = {} } of rendered) {
      assert.ok("severity" in labels && "concern" in labels, alert);
      for (const key of ["summary", "description", "runbook_url", "checklist", "on_call"]) {
        assert.ok(
          key in annotations && String(annotations[key as never]).length > 0,
          `${alert} ${key}`,
        );
      }
    }
  });

  it("name on-call people only where there are some, and never by e-mail", () => {
    assert.doesNotMatch(rulesYaml(groups, without(ruleSettings, "onCall")), /on_call/);
    assert.doesNotMatch(rulesYaml(groups, ruleSettings), /@/);
  });

  it("read metrics that somebody exposes, and need just those sources", () => {
    for (const { name, needs, rules } of groups) {
      for (const rule of rules) {
        checkMetrics(`${name}: ${isAlert(rule) ? rule.alert : rule.record}`, rule.expr, needs);
      }
    }
  });

  it("and dashboards use every metric of the catalogue", () => {
    const used = new Set(
      [
        ...groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
        ...boards.flatMap(({ panels }) =>
          panels.flatMap(({ kind, queries }) =>
            kind === "logs" ? [] : queries.map(({ expr }) => expr),
          ),
        ),
      ].flatMap(metricsOf),
    );
    const unused = Object.values(METRICS)
      .flat()
      .filter((metric) => !used.has(metric));
    assert.deepEqual(unused, []);
  });

  for (const missing of SOURCES) {
    it(`do without ${missing}`, () => {
      const sources = SOURCES.filter((source) => source !== missing);
      const left = ruleGroups(ruleSettings, namespaceNames, sources);
      assert.ok(left.every(({ needs }) => !needs.includes(missing)));
      const job = JOBS[missing];
      const missed = left
        .flatMap(({ rules }) => rules.filter(isAlert))
        .find(({ alert }) => alert === "TargetMissing");
      if (job !== undefined && missed) assert.ok(!missed.expr.includes(`job="${job}"`));
    });
  }

  it("leave routes that only probes call out of what users see", () => {
    const some = ruleContext({ ...ruleSettings, internalRoutes: ["/a.b"] }, namespaceNames);
    const none = ruleContext({ ...ruleSettings, internalRoutes: [] }, namespaceNames);
    assert.notEqual(some.internalRoutes, none.internalRoutes);
    const expressions = (internalRoutes: string[]) =>
      ruleGroups({ ...ruleSettings, internalRoutes }, namespaceNames, ["backend"])
        .flatMap(({ rules }) => rules.map(({ expr }) => expr))
        .join("\n");
    assert.ok(expressions(["/a.b"]).includes(String.raw`route!~"/a\\.b"`));
    assert.doesNotMatch(expressions([]), /route/);
  });
});

describe("panels", () => {
  it("read metrics that somebody exposes, and need just those sources", () => {
    for (const { title, needs, panels } of boards) {
      for (const panel of panels) {
        if (panel.kind === "logs") continue;
        for (const { expr } of panel.queries) {
          checkMetrics(`${title} / ${panel.title}`, expr, [...needs, ...(panel.needs ?? [])]);
        }
      }
    }
  });
});

describe(`the checklist${existsSync(CHECKLIST) ? "" : " (it is not beside the repository)"}`, () => {
  const rows = existsSync(CHECKLIST)
    ? readFileSync(CHECKLIST, "utf8")
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split("\t"))
    : [];
  before(function () {
    if (rows.length === 0) {
      this.skip();
    }
  });
  const named = new Set(alerts.flatMap(({ checklist }: AlertRule) => checklist));

  it("has every row that an alert names", () => {
    const known = new Set(rows.map(([id]) => id));
    assert.deepEqual(
      [...named].filter((id) => !known.has(id)),
      [],
    );
    assert.ok(alerts.every(({ checklist }) => checklist.length > 0));
  });

  it("has an alert for every row that is watched, but for the reviews that read a report", () => {
    const watched = rows
      .filter(([id = "", kind]) => kind === "watched" && !/^(day|week|month)\./.test(id))
      .map(([id = ""]) => id);
    assert.deepEqual(
      watched.filter((id) => !named.has(id)),
      [],
    );
  });

  it("has an alert for every row that is declared and asks for one", () => {
    const asked = rows
      .filter(
        ([, kind, , requirement = ""]) => kind === "declared" && /\balerts?\b/.test(requirement),
      )
      // Contacts and on-call people are shown in each alert; mon.3 is about all rules together.
      .map(([id = ""]) => id)
      .filter((id) => !id.startsWith("live-"));
    assert.deepEqual(
      asked.filter((id) => !named.has(id)),
      [],
    );
  });
});
