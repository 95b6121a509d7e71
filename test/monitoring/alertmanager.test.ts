import assert from "node:assert/strict";
import {
  CONFIG_PATH,
  alertmanagerConfig,
  messageTemplates,
} from "../../components/monitoring/alertmanager/config.ts";
import { monitoringContent } from "../../components/monitoring/monitoring.ts";
import { WENT_BACK, isAlert } from "../../components/monitoring/rules/rule.ts";
import { ruleGroups } from "../../components/monitoring/rules/render.ts";
import { SOURCES } from "../../components/monitoring/sources.ts";
import { yaml } from "../../components/monitoring/yaml.ts";
import { alertOf } from "../../components/release/rollback/tell.ts";
import { contacts, namespaceNames, receivers, ruleSettings, bundled } from "./samples.ts";
import { run, without } from "./tools.ts";

const FILE = "alertmanager.yml";

interface Inhibition {
  source_matchers: string[];
  target_matchers: string[];
}

interface Route {
  matchers: string[];
  receiver: string;
  group_by?: string[];
  group_wait?: string;
}

const config = alertmanagerConfig(receivers()) as {
  inhibit_rules: Inhibition[];
  route: { routes: Route[] };
};
const text = yaml(config).replace(CONFIG_PATH, ".");

/** Alertmanager reads the URL of a webhook from a file since 0.26; Debian has 0.25. */
const inline = text.replaceAll(/url_file: .*receivers\/(?:alerts|dead-mans-switch)$/gm, (line) =>
  line.startsWith("url_file") ? "url: http://localhost/" : line,
);

function amtool(test: Mocha.Context, ...args: string[]) {
  const files = (content: string) => ({
    [FILE]: content,
    "messages.tmpl": messageTemplates(contacts),
  });
  const said = run(test, ["amtool", ...args], files(text));
  return said.output.includes("field url_file not found")
    ? run(test, ["amtool", ...args], files(inline))
    : said;
}

describe("alertmanager", () => {
  it("holds no URL and no password", () => {
    assert.doesNotMatch(text, /https?:\/\//);
    assert.doesNotMatch(text, /auth_password:|api_url:| url:/);
  });

  it("is accepted by amtool", function () {
    const said = amtool(this, "check-config", FILE);
    assert.ok(said.ok, said.output);
    assert.match(said.output, /1 templates/);
  });

  const routes: [receiver: string, ...labels: string[]][] = [
    ["page", "alertname=SiteDown", "severity=critical"],
    ["ticket", "alertname=CpuHigh", "severity=warning"],
    ["ticket", "alertname=SomethingElse"],
    ["ticket", `alertname=${WENT_BACK}`, "severity=warning"],
    ["dead-mans-switch", "alertname=Watchdog", "severity=none"],
    ["nobody", "alertname=OutsideReleaseWatch", "severity=none"],
  ];
  for (const [receiver, ...labels] of routes) {
    it(`sends ${labels.join(" ")} to ${receiver}`, function () {
      const said = amtool(
        this,
        ...["config", "routes", "test", `--config.file=${FILE}`],
        ...[`--verify.receivers=${receiver}`, ...labels],
      );
      assert.ok(said.ok, said.output);
    });
  }

  it("sends the watchdog nowhere where nobody waits for it", function () {
    const rest = without(receivers(), "deadMansSwitchKey", "mail");
    const said = run(
      this,
      [
        ...(["amtool", "config", "routes", "test", `--config.file=${FILE}`] as const),
        ...["--verify.receivers=nobody", "alertname=Watchdog", "severity=none"],
      ],
      { [FILE]: yaml(alertmanagerConfig({ ...rest, ticket: rest.page })) },
    );
    assert.ok(said.ok, said.output);
  });

  it("tells at once that somebody goes back, each time anew, and gathers other warnings", () => {
    const news = { stack: "production", version: "v1.0.0", reason: "Errors", record: "1" };
    const { labels } = alertOf({ ...news, runbookUrl: "https://git.example.com" }) as {
      labels: Record<string, string>;
    };
    const routeOf = (of: Record<string, string>) => {
      const having = Object.entries(of).map(([name, value]) => `${name}="${value}"`);
      return config.route.routes.find(({ matchers }) =>
        matchers.every((matcher) => having.includes(matcher)),
      );
    };
    const route = routeOf(labels);
    assert.deepEqual([route?.group_wait, route?.group_by], ["0s", ["record"]]);
    assert.ok(route?.group_by?.every((label) => labels[label] !== undefined));
    assert.equal(routeOf({ ...labels, alertname: "CpuHigh" }), undefined);
  });

  it("inhibits by labels that alerts have", () => {
    const alerts = ruleGroups(ruleSettings, namespaceNames, SOURCES)
      .flatMap(({ rules }) => rules.filter(isAlert))
      .map(({ alert, severity, concern, labels }): Record<string, string> => ({
        alertname: alert,
        severity,
        concern,
        ...labels,
      }));
    const matching = (matchers: string[]) =>
      alerts.filter((labels) =>
        matchers.every((matcher) => {
          const [, name = "", operator, value] = /^(\w+)(=|!=)"(.*)"$/.exec(matcher) ?? [];
          return ((labels[name] ?? "") === value) === (operator === "=");
        }),
      );
    for (const { source_matchers, target_matchers } of config.inhibit_rules) {
      assert.notEqual(matching(source_matchers).length, 0, source_matchers.join());
      assert.notEqual(matching(target_matchers).length, 0, target_matchers.join());
    }
  });

  it("silences what only a new release deserves, and nothing critical with it", () => {
    const released = ruleGroups(ruleSettings, namespaceNames, SOURCES)
      .flatMap(({ rules }) => rules.filter(isAlert))
      .filter(({ labels }) => labels?.["window"] === "release");
    assert.deepEqual(
      released.map(({ alert, severity }) => [alert, severity]),
      [
        ["ErrorRateHigh", "warning"],
        ["ReleaseSlowerThanPrevious", "warning"],
      ],
    );
  });

  it("names whom to call in each message, whatever their name is made of", function () {
    const said = run(
      this,
      [
        ...(["amtool", "template", "render", "--template.glob=messages.tmpl"] as const),
        '--template.text={{ template "taskflow.text" . }}',
      ],
      { "messages.tmpl": messageTemplates(contacts) },
    );
    assert.ok(said.ok, said.output);
    assert.match(said.output, /Runbook: /);
    assert.ok(
      said.output.includes(
        'On-call engineer: Ada "Countess" Lovelace, +44 20 7946 0000, ada@example.com',
      ),
      said.output,
    );
  });

  it("is told by rules that name the on-call person, too", () => {
    assert.match(monitoringContent(bundled()).rules, /on_call: Ada Lovelace/);
  });
});
