import assert from "node:assert/strict";
import { parse, stringify } from "yaml";
import { publicProbes } from "../../components/monitoring/blackbox/probe.ts";
import { dashboards } from "../../components/monitoring/grafana/dashboards/all.ts";
import { monitoringContent } from "../../components/monitoring/monitoring.ts";
import { prometheusConfig } from "../../components/monitoring/prometheus/config.ts";
import { ruleGroups, rulesYaml } from "../../components/monitoring/rules/render.ts";
import { isAlert } from "../../components/monitoring/rules/rule.ts";
import { ruleContext } from "../../components/monitoring/rules/settings.ts";
import { SOURCES } from "../../components/monitoring/sources.ts";
import { yaml } from "../../components/monitoring/yaml.ts";
import { TESTED, ruleTests } from "./rule-cases.ts";
import { bundled, existing, namespaceNames, ruleSettings, small } from "./samples.ts";
import { run } from "./tools.ts";

describe("promtool", function () {
  this.timeout(60_000);

  const everything = bundled({ sources: SOURCES });
  for (const [name, args] of Object.entries({ everything, small: small(), existing: existing() })) {
    it(`accepts the rules (${name})`, function () {
      const said = run(this, ["promtool", "check", "rules", "rules.yml"], {
        "rules.yml": monitoringContent(args).rules,
      });
      assert.ok(said.ok, said.output);
    });
  }

  it("accepts the configuration", function () {
    const config = yaml(
      prometheusConfig({
        namespaceNames,
        certManagerNamespace: "cert-manager",
        externalLabels: { stack: "production" },
        alertmanager: true,
        kubelet: { verify: false },
        probes: publicProbes("taskflow.example.com"),
      }),
    );
    const check = (text: string) =>
      run(this, ["promtool", "check", "config", "--syntax-only", "prometheus.yml"], {
        "prometheus.yml": text,
      });
    let said = check(config);
    // Debian's build leaves service discovery by Kubernetes out; the rest of the file can still be checked.
    if (said.output.includes("field kubernetes_sd_configs not found")) {
      said = check(withoutDiscovery(config));
    }
    assert.ok(said.ok, said.output);
  });

  it("parses every query of a dashboard", function () {
    const queries = dashboards(ruleContext(ruleSettings, namespaceNames)).flatMap(({ panels }) =>
      panels.flatMap(({ kind, queries }) =>
        kind === "logs" ? [] : queries.map(({ expr }) => expr),
      ),
    );
    const rules = queries.map((expr, index) => ({ record: `panel:query:${index}`, expr }));
    const said = run(this, ["promtool", "check", "rules", "rules.yml"], {
      "rules.yml": stringify({ groups: [{ name: "panels", rules }] }),
    });
    assert.ok(said.ok, said.output);
  });

  describe("sees alerts fire when they must, and not when they nearly must", () => {
    const groups = ruleGroups(ruleSettings, namespaceNames, SOURCES);
    // A group at a time: promtool evaluates all rules of a file for each minute of each case.
    for (const group of groups) {
      const alerts = group.rules.filter(isAlert).map(({ alert }) => alert);
      const tests = ruleTests("rules.yml", alerts);
      if (tests.length === 0) continue;
      it(alerts.filter((alert) => TESTED.has(alert)).join(", "), function () {
        const files = tests.map((each, index) => [`test-${index}.yml`, stringify(each)] as const);
        const said = run(this, ["promtool", "test", "rules", ...files.map(([name]) => name)], {
          "rules.yml": rulesYaml([group], ruleSettings),
          ...Object.fromEntries(files),
        });
        assert.ok(said.ok, said.output);
      });
    }
  });
});

function withoutDiscovery(config: string): string {
  const document = parse(config) as { scrape_configs: Record<string, unknown>[] };
  for (const job of document.scrape_configs) {
    if ("kubernetes_sd_configs" in job) {
      delete job["kubernetes_sd_configs"];
      job["static_configs"] = [{ targets: ["localhost:9090"] }];
    }
  }
  return stringify(document);
}
