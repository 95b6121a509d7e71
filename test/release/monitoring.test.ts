import assert from "node:assert/strict";
import { watchedContent } from "../../components/monitoring/content.ts";
import { EVENTUAL, METRICS } from "../../components/monitoring/rules/catalogue.ts";
import { groupName } from "../../components/monitoring/rules/render.ts";
import { isAlert } from "../../components/monitoring/rules/rule.ts";
import { SOURCES } from "../../components/monitoring/sources.ts";
import type { Refusal } from "../../components/release/gates/gate.ts";
import { monitoringGate } from "../../components/release/gates/monitoring.ts";
import type {
  CronJob,
  HorizontalPodAutoscaler,
} from "../../components/release/kubernetes/objects.ts";
import { judgeAlerts } from "../../components/release/monitoring/alerts.ts";
import { judgeAutoscaler } from "../../components/release/monitoring/autoscalers.ts";
import { judgeSchedule } from "../../components/release/monitoring/backups.ts";
import { isError, judgeLogs } from "../../components/release/monitoring/error-lines.ts";
import { judgeGrafana } from "../../components/release/monitoring/grafana.ts";
import { ITEMS, leftOut } from "../../components/release/monitoring/items.ts";
import { judgeMarker } from "../../components/release/monitoring/marker.ts";
import { judgeMetrics, neededMetrics } from "../../components/release/monitoring/metrics.ts";
import { podsOf } from "../../components/release/monitoring/new-pods.ts";
import { judgePanels, panelQueries } from "../../components/release/monitoring/panels.ts";
import { judgeProbes } from "../../components/release/monitoring/probes.ts";
import type { Alert, LoadedGroup, Target } from "../../components/release/monitoring/prometheus.ts";
import { judgeRules } from "../../components/release/monitoring/rules.ts";
import { judgeTargets, scrapedPods } from "../../components/release/monitoring/targets.ts";
import { untilNone } from "../../components/release/monitoring/until-none.ts";
import { TEMPLATE_HASH } from "../../components/web/template-hash.ts";
import { namespaceNames, ruleSettings } from "../monitoring/samples.ts";

/** Exactly one refusal, of this item, that says this. */
function refuses(refusals: readonly Refusal[], item: string, says: RegExp): void {
  const [refusal, ...others] = refusals;
  assert.deepEqual(others, []);
  assert.equal(refusal?.item, item);
  assert.match(refusal.problem, says);
  assert.match(refusal.fix, /^[A-Z].*[.'}\w]$/s);
}

describe("targets of Prometheus", () => {
  const target = (labels: Target["labels"], health: Target["health"] = "up"): Target => ({
    labels,
    health,
    lastError: health === "down" ? "connection refused" : "",
    scrapeUrl: "http://10.0.0.1:3000/metrics",
  });
  const backend = { job: "backend", namespace: "taskflow", pod: "backend-1" };
  const kubelet = { job: "kubelet", node: "a" };
  const expected = {
    sources: ["backend", "kubelet", "cert-manager"],
    pods: [{ namespace: "taskflow", name: "backend-1" }],
    nodes: ["a"],
  } as const;

  it("are let through when all that is expected is up, whatever else is", () => {
    const more = target({ job: "cert-manager", namespace: "cert-manager", pod: "cert-manager-1" });
    assert.deepEqual(judgeTargets([target(backend), target(kubelet), more], expected), []);
  });

  it("are refused when a job that is declared has none", () => {
    const refusals = judgeTargets([target(kubelet)], { ...expected, pods: [] });
    refuses(refusals, "step6.1", /no target of job backend/);
  });

  it("are refused when a pod that asks for it is none, though its job has another", () => {
    const refusals = judgeTargets(
      [target({ ...backend, pod: "backend-2" }), target(kubelet)],
      expected,
    );
    refuses(refusals, "step6.1", /Pod taskflow\/backend-1 asks to be read/);
  });

  it("are refused when a node's kubelet is none", () => {
    const refusals = judgeTargets(
      [target(backend), target({ job: "kubelet", node: "b" })],
      expected,
    );
    refuses(refusals, "step6.1", /kubelet of node a/);
  });

  it("are refused while one is down, expected or not, or has not been read", () => {
    const up = [target(backend), target(kubelet)];
    refuses(
      judgeTargets([...up, target({ job: "other", instance: "10.0.0.9:80" }, "down")], expected),
      "step6.2",
      /Target other 10\.0\.0\.9:80 is down: connection refused/,
    );
    refuses(
      judgeTargets([target(backend, "unknown"), target(kubelet)], expected),
      "step6.2",
      /Target backend taskflow\/backend-1 has not been read yet/,
    );
  });

  it("are expected of pods that run, stay, and ask to be read", () => {
    const pod = (name: string, scrape: string, phase: string, deletionTimestamp?: string) => ({
      metadata: {
        name,
        namespace: "taskflow",
        annotations: { "prometheus.io/scrape": scrape },
        ...(deletionTimestamp !== undefined && { deletionTimestamp }),
      },
      status: { phase },
    });
    const pods = [
      pod("runs", "true", "Running"),
      pod("ends", "true", "Running", "2026-11-28T03:00:00Z"),
      pod("ended", "true", "Succeeded"),
      pod("silent", "false", "Running"),
      { metadata: { name: "plain", namespace: "taskflow" }, status: { phase: "Running" } },
    ];
    assert.deepEqual(scrapedPods(pods), [{ namespace: "taskflow", name: "runs" }]);
  });
});

describe("rules that Prometheus has loaded", () => {
  const declared = watchedContent({ rules: ruleSettings, namespaceNames, sources: SOURCES }).groups;
  const loaded = (): LoadedGroup[] =>
    declared.map(({ name, rules }) => ({
      name: groupName(name),
      rules: rules.map((rule) => ({
        name: isAlert(rule) ? rule.alert : rule.record,
        health: "ok",
      })),
    }));

  it("are let through when they are all that is declared, and can be evaluated", () => {
    assert.deepEqual(judgeRules(loaded(), declared), []);
  });

  it("are refused when one or a whole group is missing", () => {
    const [first, ...others] = loaded();
    assert.ok(first);
    const shortened = [{ ...first, rules: first.rules.slice(1) }, ...others];
    refuses(
      judgeRules(shortened, declared),
      "step6.5",
      /Rule Watchdog of group taskflow-monitoring/,
    );
    assert.equal(judgeRules(others, declared).length, first.rules.length);
  });

  for (const [health, says] of [
    ["err", /cannot be evaluated: many-to-many matching/],
    ["unknown", /has not been evaluated yet/],
  ] as const) {
    it(`are refused when one's health is ${health}`, () => {
      const [first, ...others] = loaded();
      const [rule, ...rest] = first?.rules ?? [];
      assert.ok(first && rule);
      const sick = { ...rule, health, lastError: "many-to-many matching" };
      refuses(
        judgeRules([{ ...first, rules: [sick, ...rest] }, ...others], declared),
        "step6.5",
        says,
      );
    });
  }
});

describe("metrics that rules and dashboards name", () => {
  const needed = neededMetrics(["postgres", "backups"]);

  it("are those of what is watched, but for those that wait for something to happen", () => {
    const names = needed.map(({ metric }) => metric);
    assert.ok(names.includes("pg_up"));
    assert.ok(!names.includes("taskflow_restore_drill_rto_seconds"));
    assert.ok(!names.includes("probe_success"));
  });

  it("that wait are metrics of the catalogue", () => {
    const all: string[] = Object.values(METRICS).flat();
    assert.deepEqual(
      Object.keys(EVENTUAL).filter((metric) => !all.includes(metric)),
      [],
    );
  });

  it("are let through when all are there, and refused when one is not", () => {
    const there = new Set(needed.map(({ metric }) => metric));
    assert.deepEqual(judgeMetrics(there, needed), []);
    there.delete("pg_up");
    refuses(judgeMetrics(there, needed), "step6.4", /no pg_up, which .* from postgres/);
  });
});

describe("alerts", () => {
  const alert = (alertname: string, severity: string, state: Alert["state"] = "firing"): Alert => ({
    labels: { alertname, severity },
    state,
    annotations: { summary: "It is bad.", runbook_url: "https://git.example.com/runbook.md#it" },
  });

  const burns = alert("AvailabilityBudgetBurnsFast", "critical");

  it("let a release through that are to fire, that are pending, or that are permitted", () => {
    const alerts = [
      alert("Watchdog", "none"),
      alert("SiteSlow", "warning", "pending"),
      { ...burns, labels: { ...burns.labels, slo: "availability" } },
      alert("RestoreDrillLate", "warning"),
    ];
    assert.deepEqual(judgeAlerts(alerts, ["RestoreDrillLate"]), []);
  });

  it("refuse it when any other fires", () => {
    const refusals = judgeAlerts([alert("RestoreDrillLate", "warning")], ["SiteSlow"]);
    refuses(refusals, "post-mon.5", /RestoreDrillLate fires: It is bad\./);
    assert.match(
      refusals[0]?.fix ?? "",
      /runbook\.md#it.*monitoring\.releaseCheck\.permittedAlerts/,
    );
  });
});

describe("probes of the public URLs", () => {
  const url = "https://taskflow.example.com/";
  const sample = (instance: string, value: string) =>
    ({ metric: { instance }, value: [0, value] }) as const;

  it("let a release through when each succeeds", () => {
    assert.deepEqual(judgeProbes([sample(url, "1"), sample("https://other/", "0")], [url]), []);
  });

  it("refuse it when one fails or is not made", () => {
    refuses(judgeProbes([sample(url, "0")], [url]), "post-mon.6", /The probe of .* fails/);
    refuses(judgeProbes([sample("https://other/", "1")], [url]), "post-mon.6", /is not probed/);
  });
});

describe("panels", () => {
  const { dashboards } = watchedContent({ rules: ruleSettings, namespaceNames, sources: SOURCES });

  it("must show something, but for those that wait for something to happen", () => {
    const asked = new Set(panelQueries(dashboards).map(({ panel }) => panel));
    assert.ok(asked.has("Requests by status"));
    assert.ok(!asked.has("Failures by route"));
    assert.ok(!asked.has("Errors"));
  });

  it("are let through when no query is empty, and refused by name when one is", () => {
    assert.deepEqual(judgePanels([]), []);
    const empty = { dashboard: "taskflow-backend", panel: "p95", expr: "up" };
    refuses(
      judgePanels([empty]),
      "post-mon.3",
      /"p95" of dashboard taskflow-backend .* up is empty/,
    );
  });
});

describe("Grafana", () => {
  it("is let through when it has every dashboard and its data source answers", () => {
    assert.deepEqual(judgeGrafana([{ what: "dashboard a", status: 200 }]), []);
  });

  for (const [status, fix] of [
    [404, /provisioning/],
    [401, /Restart Grafana/],
  ] as const) {
    it(`is refused when it answers with ${status}`, () => {
      const refusals = judgeGrafana([{ what: "dashboard a", status }]);
      refuses(refusals, "step6.3", new RegExp(`dashboard a with ${status}`));
      assert.match(refusals[0]?.fix ?? "", fix);
    });
  }
});

describe("the marker line", () => {
  it("lets a release through that is found, and refuses it else", () => {
    assert.deepEqual(judgeMarker(true), []);
    refuses(judgeMarker(false), "post-mon.2", /not found in Loki/);
  });
});

describe("an autoscaler", () => {
  const measured = { resource: { current: { averageUtilization: 40 } } };
  const autoscaler = (
    active: string,
    currentMetrics: NonNullable<HorizontalPodAutoscaler["status"]>["currentMetrics"] & object,
  ): HorizontalPodAutoscaler => ({
    spec: { metrics: [{}, {}] },
    status: {
      conditions: [
        { type: "AbleToScale", status: "True" },
        {
          type: "ScalingActive",
          status: active,
          reason: "FailedGetResourceMetric",
          message: "no metrics known for pod",
        },
        { type: "ScalingLimited", status: "False" },
      ],
      currentMetrics,
    },
  });

  it("is let through when it has a value of each of its metrics", () => {
    assert.deepEqual(judgeAutoscaler("backend", autoscaler("True", [measured, measured])), []);
  });

  for (const [what, given, says] of [
    ["is not there", undefined, /no autoscaler backend/],
    [
      "cannot scale",
      autoscaler("False", []),
      /not ScalingActive: FailedGetResourceMetric: no metr/,
    ],
    ["lacks a value", autoscaler("True", [measured, {}]), /has 1 of 2 metrics/],
    ["has not begun", { spec: { metrics: [{}] } }, /has 0 of 1 metrics/],
  ] as const) {
    it(`is refused when it ${what}`, () => {
      refuses(judgeAutoscaler("backend", given), "step7.3", says);
    });
  }
});

describe("a schedule of backups", () => {
  const schedule = (status: CronJob["status"] & object, suspend = false): CronJob => ({
    spec: { suspend, jobTemplate: {} },
    status,
  });
  const [before, at, after] = [1, 2, 3].map((day) => `2026-11-0${day}T01:00:00Z`) as [
    string,
    string,
    string,
  ];

  for (const [what, given] of [
    ["the first run is still to come", schedule({})],
    ["a backup of a release came before the first run", schedule({ lastSuccessfulTime: at })],
    ["the last run succeeded", schedule({ lastScheduleTime: at, lastSuccessfulTime: after })],
    ["the last run goes on", schedule({ lastScheduleTime: at, active: [{}] })],
  ] as const) {
    it(`is let through when ${what}`, () => {
      assert.deepEqual(judgeSchedule("backup-full", given), []);
    });
  }

  for (const [what, given, says] of [
    ["is not there", undefined, /no CronJob backup-full/],
    ["is suspended", schedule({}, true), /is suspended/],
    ["has never succeeded", schedule({ lastScheduleTime: at }), /not succeeded since 2026-11-02/],
    [
      "has not succeeded since",
      schedule({ lastScheduleTime: at, lastSuccessfulTime: before }),
      /not succeeded since 2026-11-02/,
    ],
  ] as const) {
    it(`is refused when it ${what}`, () => {
      refuses(judgeSchedule("backup-full", given), "post-backup.1", says);
    });
  }
});

describe("a line of a log", () => {
  for (const line of [
    '{"level":"error","message":"no connection"}',
    '{"level":50,"msg":"pino counts"}',
    '{"severity":"CRITICAL","message":"as clouds write it"}',
    "time=2026-11-28T03:00:00Z level=error msg=refused",
    '2026/11/28 03:44:47 [error] 7#7: *1 open() "/x" failed',
    "2026-11-28 03:44:47.001 ERROR something",
    "[FATAL] out of memory",
    "ERROR: relation does not exist",
  ]) {
    it(`is an error: ${line}`, () => {
      assert.ok(isError(line));
    });
  }

  for (const line of [
    '{"level":"warn","message":"error in what somebody typed"}',
    '{"level":40,"msg":"error"}',
    '{"message":"ERROR"}',
    '{"broken json, ERROR',
    'level=info msg="level=error is what this is about"',
    "2026/11/28 03:44:47 [warn] 7#7: error",
    '10.0.0.1 - - [28/Nov/2026:03:44:27 +0000] "GET /error HTTP/1.1" 200 1028 "-" "-"',
    "listening on 3000, errors go to standard error",
    "",
  ]) {
    it(`is none: ${line}`, () => {
      assert.ok(!isError(line));
    });
  }

  it("refuses the release with the first and the number of the others", () => {
    assert.deepEqual(judgeLogs([]), []);
    const errors = { pod: "backend-1", container: "backend", count: 3, first: "ERROR \u001b[31mx" };
    refuses(
      judgeLogs([errors]),
      "step4.9",
      /^backend of pod backend-1 says: ERROR \?\[31mx \(and 2/,
    );
  });

  it("is read of the pods that the release has made", () => {
    const pod = (name: string, hash: string) => ({
      metadata: { name, annotations: { [TEMPLATE_HASH]: hash } },
    });
    const pods = [pod("old", "1"), pod("new", "2"), { metadata: { name: "other" } }];
    assert.deepEqual(
      podsOf(pods, ["2", "3"]).map(({ metadata }) => metadata?.name),
      ["new"],
    );
  });
});

describe("what is waited for", () => {
  const refusal = { item: "step6.2", problem: "It is down.", fix: "Wait." };
  const wait = async (answers: (Refusal[] | Error)[], seconds: number) => {
    const said: string[] = [];
    const part = {
      item: "step6.1",
      ask: () => {
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? []);
      },
    };
    const refusals = await untilNone([part], seconds, (line) => said.push(line), 0);
    return { refusals, said };
  };

  it("is asked until nothing is wrong, and each state is told once", async () => {
    const { refusals, said } = await wait([[refusal], [refusal], new Error("It is away."), []], 60);
    assert.deepEqual(refusals, []);
    assert.deepEqual(said, [
      "waits: step6.2: It is down.",
      "waits: step6.1: It could not be asked: It is away.",
    ]);
  });

  it("is what refuses the release when the time is over", async () => {
    assert.deepEqual((await wait([[refusal]], 0.01)).refusals, [refusal]);
    refuses(
      (await wait([new Error("away")], 0.01)).refusals,
      "step6.1",
      /could not be asked: away/,
    );
  });
});

describe("items of the monitoring gate", () => {
  const workload = {
    name: "x",
    image: "x:1",
    templateHash: "1",
    service: { name: "x", port: "http" },
  };
  const service = { namespace: "monitoring", name: "prometheus", port: "http" };
  const bare = {
    namespace: "taskflow",
    version: "v1.0.0",
    workloads: { backend: workload, frontend: workload },
    waitSeconds: 600,
    settleSeconds: 300,
  };
  const prometheus = {
    service,
    content: "1",
    watched: { rules: ruleSettings, namespaceNames, sources: [...SOURCES] },
    probes: [],
    permittedAlerts: [],
  };

  it("are all decided where every part is there", () => {
    const all = {
      ...{ ...bare, prometheus, grafana: { service } },
      ...{ logs: { service }, backups: ["backup-full"] },
    };
    assert.deepEqual(monitoringGate.parse(JSON.parse(JSON.stringify(all))), all);
    assert.deepEqual(leftOut(all), []);
  });

  it("are left out with a reason where a part is not", () => {
    const without = (input: object) => leftOut(monitoringGate.parse(input)).map(({ item }) => item);
    assert.deepEqual(without({ ...bare, prometheus, backups: ["backup-full"] }), [
      ...["step6.3", "post-mon.3"],
      "post-mon.2",
    ]);
    assert.deepEqual(
      new Set(without(bare)),
      new Set(ITEMS.filter((item) => item !== "step4.9" && item !== "step7.3")),
    );
    for (const { why } of leftOut(bare)) assert.match(why, /^[A-Z].*\.$/);
  });
});
