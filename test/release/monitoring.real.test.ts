import assert from "node:assert/strict";
import { judgeAlerts } from "../../components/release/monitoring/alerts.ts";
import type { Server } from "../../components/release/monitoring/api.ts";
import { existenceQuery } from "../../components/release/monitoring/metrics.ts";
import { judgeProbes } from "../../components/release/monitoring/probes.ts";
import {
  alertsOf,
  groupsOf,
  samplesOf,
  targetsOf,
} from "../../components/release/monitoring/prometheus.ts";
import { judgeTargets } from "../../components/release/monitoring/targets.ts";
import { until } from "../cluster/until.ts";
import { PrometheusServer, freePort } from "./prometheus-server.ts";

describe("a Prometheus that is asked", function () {
  this.timeout(60_000);
  let prometheus: PrometheusServer | undefined;
  let server: Server;
  let metrics: PrometheusServer["target"];

  before(async function () {
    prometheus = await PrometheusServer.open('probe_success{instance="https://a/"} 1\n', rules);
    if (!prometheus) {
      process.stderr.write("a real Prometheus skipped: Debian's prometheus is not here\n");
      this.skip();
    }
    ({ server, target: metrics } = prometheus);
  });

  after(() => prometheus?.close());

  const expected = { sources: ["backend"], pods: [], nodes: [] } as const;

  it("says which targets are up", async () => {
    assert.deepEqual(judgeTargets(await targetsOf(server), expected), []);
  });

  it("says which rules it has, and which cannot be evaluated", async () => {
    // The rule is fine until there is something that it cannot match.
    const rules = await until("a rule fails", async () => {
      const [group] = await groupsOf(server);
      return group?.rules.some(({ health }) => health === "err") === true ? group.rules : undefined;
    });
    assert.deepEqual(
      rules.map(({ name, health }) => [name, health]),
      [
        ["Fires", "ok"],
        ["job:ambiguous", "err"],
      ],
    );
    assert.match(rules[1]?.lastError ?? "", /matching/);
  });

  it("says which alerts fire", async () => {
    const alerts = await until("the alert fires", async () => {
      const found = await alertsOf(server);
      return found.some(({ state }) => state === "firing") ? found : undefined;
    });
    assert.deepEqual(judgeAlerts(alerts, ["Fires"]), []);
    assert.match(judgeAlerts(alerts, [])[0]?.problem ?? "", /^Alert Fires fires: On purpose\.$/);
  });

  it("says which metrics are there", async () => {
    const found = await samplesOf(server, existenceQuery(["probe_success", "up", "nowhere"]));
    assert.deepEqual(found.map(({ metric }) => metric["__name__"]).sort(), ["probe_success", "up"]);
  });

  it("answers a query of a single number, and says what is wrong with one", async () => {
    assert.equal((await samplesOf(server, "scalar(vector(7))"))[0]?.value[1], "7");
    await assert.rejects(
      samplesOf(server, "sum("),
      /prometheus answered .* with 400: .*parse error/,
    );
  });

  it("says of a probe whether it succeeds", async () => {
    assert.deepEqual(judgeProbes(await samplesOf(server, "probe_success"), ["https://a/"]), []);
    metrics.text = 'probe_success{instance="https://a/"} 0\n';
    const refusals = await until("the probe fails", async () => {
      const found = judgeProbes(await samplesOf(server, "probe_success"), ["https://a/"]);
      return found.length > 0 ? found : undefined;
    });
    assert.match(refusals[0]?.problem ?? "", /The probe of https:\/\/a\/ fails/);
  });

  it("says which target is down, and why", async () => {
    metrics.status = 404;
    const refusals = await until("the target is down", async () => {
      const found = judgeTargets(await targetsOf(server), expected);
      return found.length > 0 ? found : undefined;
    });
    assert.match(refusals[0]?.problem ?? "", /^Target backend .* is down: .*404/);
  });

  it("is not there: the error names it", async () => {
    const nobody = { name: "prometheus", url: `http://127.0.0.1:${await freePort()}` };
    await assert.rejects(targetsOf(nobody), /prometheus does not answer: .*ECONNREFUSED/);
  });
});

const rules = {
  groups: [
    {
      name: "taskflow-test",
      rules: [
        {
          alert: "Fires",
          expr: "vector(1)",
          labels: { severity: "warning" },
          annotations: { summary: "On purpose." },
        },
        // Two series on each side that match each other.
        { record: "job:ambiguous", expr: "up * on () {__name__=~'scrape_.+'}" },
      ],
    },
  ],
};
