import assert from "node:assert/strict";
import { DOMParser } from "@xmldom/xmldom";
import { stringify } from "yaml";
import { METRICS } from "../../components/monitoring/rules/catalogue.ts";
import { ruleGroups } from "../../components/monitoring/rules/render.ts";
import { isAlert } from "../../components/monitoring/rules/rule.ts";
import { ruleContext } from "../../components/monitoring/rules/settings.ts";
import { SOURCES } from "../../components/monitoring/sources.ts";
import { type Answer, answerTo } from "../../infra/review/answer.ts";
import { parseArguments } from "../../infra/review/arguments.ts";
import { renderHtml } from "../../infra/review/html.ts";
import { renderMarkdown } from "../../infra/review/markdown.ts";
import { plot } from "../../infra/review/plot.ts";
import { type Question, WINDOWS } from "../../infra/review/question.ts";
import { releasesIn } from "../../infra/review/releases.ts";
import type { Report } from "../../infra/review/report.ts";
import { topics } from "../../infra/review/topics.ts";
import { shown } from "../../infra/review/units.ts";
import { readItems } from "../../infra/checklist/items.ts";
import { until } from "../cluster/until.ts";
import { metricsOf } from "../monitoring/promql.ts";
import { namespaceNames, ruleSettings } from "../monitoring/samples.ts";
import { run } from "../monitoring/tools.ts";
import { PrometheusServer } from "../release/prometheus-server.ts";

const context = ruleContext(ruleSettings, namespaceNames);
const questionsOf = (window: (typeof WINDOWS)[number]) =>
  topics(context, window).flatMap(({ questions }) => questions);

const question: Question = {
  ...{ item: "day.1", title: "p95", kind: "series", unit: "s", expr: "up", needs: ["backend"] },
  limit: 0.5,
};
const answer: Answer = {
  ...question,
  series: [
    {
      name: "version=v1.0.0",
      points: [
        [0, 0.1],
        [60, 0.9],
      ],
    },
    {
      name: "version=<v1.1.0>",
      points: [
        [0, 0.2],
        [60, 0.3],
      ],
    },
  ],
};
const report: Report = {
  ...{ stack: "production", window: "24h", at: "2026-11-28T03:00:00.000Z", version: "v1.1.0" },
  releases: [{ version: "v1.1.0", at: "2026-11-27T12:00:00Z", status: "succeeded" }],
  topics: [
    {
      title: "System",
      answers: [
        answer,
        { ...question, item: "day.2", series: [], missing: "no logs are collected" },
      ],
      asked: [{ item: "day.3", what: "What do users say?" }],
    },
  ],
};

describe("npm run review", () => {
  it("looks back a day unless it is told otherwise", () => {
    assert.deepEqual(parseArguments([]), {
      stack: "production",
      window: "24h",
      format: "markdown",
    });
    assert.deepEqual(
      parseArguments(["--stack", "local", "--window", "30d", "--html", "--out", "review.html"]),
      { stack: "local", window: "30d", format: "html", out: "review.html" },
    );
    assert.equal(parseArguments(["--help"]), "help");
  });

  for (const [what, line, says] of [
    ["another window", ["--window", "2d"], /--window must be 24h, 7d, 30d, not "2d"/],
    ["two formats", ["--html", "--json"], /exclude each other/],
    ["a word", ["production"], /unexpected argument "production"/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseArguments(line), says);
    });
  }
});

describe("questions of a review", () => {
  it("are about every row of the reviews that are watched, in the window that they belong to", () => {
    const watched = readItems().filter(
      ({ id, kind }) => kind === "watched" && /^(?:day|week|month)\./.test(id),
    );
    const window = { day: "24h", week: "7d", month: "30d" } as const;
    for (const { id } of watched) {
      const [section = ""] = id.split(".");
      const asked = questionsOf(window[section as keyof typeof window]).map(({ item }) => item);
      assert.ok(asked.includes(id), id);
    }
  });

  it("read metrics that somebody exposes, and need just those sources", () => {
    const recorded = new Set(
      ruleGroups(ruleSettings, namespaceNames, SOURCES).flatMap(({ rules }) =>
        rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])),
      ),
    );
    for (const { title, expr, needs, language } of questionsOf("30d")) {
      if (language === "logql") continue;
      for (const metric of metricsOf(expr)) {
        if (metric === "ALERTS" || recorded.has(metric)) continue;
        assert.ok(
          needs.some((source) => METRICS[source].includes(metric)),
          `${title}: ${metric}`,
        );
      }
    }
  });

  it("can be parsed", function () {
    const rules = WINDOWS.flatMap(questionsOf)
      .filter(({ language }) => language === undefined)
      .map(({ expr }, index) => ({ record: `review:query:${index}`, expr }));
    const said = run(this, ["promtool", "check", "rules", "rules.yml"], {
      "rules.yml": stringify({ groups: [{ name: "review", rules }] }),
    });
    assert.ok(said.ok || /duplicate rule/.test(said.output), said.output);
    assert.doesNotMatch(said.output, /could not parse|error parsing|parse error/);
  });
});

describe("answers of a review", function () {
  this.timeout(60_000);
  let prometheus: PrometheusServer | undefined;

  before(async function () {
    prometheus = await PrometheusServer.open('size{volume="a"} 2\nsize{volume="b"} 5\n');
    if (!prometheus) {
      process.stderr.write("a real Prometheus skipped: Debian's prometheus is not here\n");
      this.skip();
    }
  });
  after(() => prometheus?.close());

  const ask = (changes: Partial<Question>) => {
    const { server } = prometheus ?? assert.fail();
    const asked = { prometheus: server, sources: ["backend"] } as const;
    return answerTo({ ...question, ...changes }, "24h", Date.now() / 1000, asked);
  };

  it("are what is so now, the most first", async () => {
    const { series, missing } = await ask({ kind: "table", expr: "size" });
    assert.equal(missing, undefined);
    assert.deepEqual(
      series.map(({ name, points }) => [name.replace(/ ?instance=\S+ ?/, ""), points[0]?.[1]]),
      [
        ["volume=b", 5],
        ["volume=a", 2],
      ],
    );
  });

  it("are what was so over time", async () => {
    const points = await until("a point of the range", async () => {
      const { series } = await ask({ expr: "sum (size)" });
      return series[0]?.points.at(-1);
    });
    assert.equal(points[1], 7);
  });

  it("say why there is nothing to see", async () => {
    assert.match((await ask({ needs: ["loki"] })).missing ?? "", /not measured here: loki/);
    assert.match((await ask({ language: "logql" })).missing ?? "", /no logs are collected/);
    assert.match((await ask({ expr: "sum(" })).missing ?? "", /400/);
  });
});

describe("releases of a review", () => {
  const record = (start: string, kind: "release" | "rollback" = "release") =>
    ({ kind, version: "v1.1.0", start, status: "success" }) as const;

  it("are those since it looks back to, and say what was gone back to", () => {
    const records = [
      record("2026-11-26T11:59:59Z"),
      record("2026-11-26T12:00:00Z"),
      record("2026-11-26T13:00:00Z", "rollback"),
    ];
    assert.deepEqual(releasesIn(records, new Date("2026-11-26T12:00:00Z")), [
      { version: "v1.1.0", at: "2026-11-26T12:00:00Z", status: "success" },
      { version: "v1.1.0", at: "2026-11-26T13:00:00Z", status: "gone back to, success" },
    ]);
  });
});

describe("a report of a review", () => {
  it("is tables in Markdown, with what is beyond its limit and what people answer", () => {
    const text = renderMarkdown(report);
    assert.match(text, /^### p95 \(day\.1\), at most 500 ms$/m);
    assert.match(text, /^\| version=v1\.0\.0 \| \*\*500 ms\*\* \| \*\*900 ms\*\* \|$/m);
    assert.match(text, /^\| version=&lt;v1\.1\.0> \| 250 ms \| 300 ms \|$/m);
    assert.match(text, /^Not known: no logs are collected\.$/m);
    assert.match(text, /^- \[ \] day\.3: What do users say\?$/m);
    assert.match(text, /^- 2026-11-27T12:00:00Z: v1\.1\.0, succeeded$/m);
  });

  it("is a page with plots that needs nothing else", () => {
    const page = renderHtml(report);
    assert.doesNotMatch(page, /<script|src=|href=|<v1\.1\.0>/);
    assert.equal(page.match(/<polyline/g)?.length, 2);
    assert.match(page, /<tr class="beyond"><td>version=v1\.0\.0<\/td>/);
  });

  it("has plots that are SVG, within their frame", () => {
    const svg = plot(answer);
    const document = new DOMParser({
      onError: (level, message) => assert.fail(`${level}: ${message}`),
    }).parseFromString(
      svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '),
      "text/xml",
    );
    const lines = [...document.getElementsByTagName("polyline")];
    assert.equal(lines.length, 2);
    for (const line of lines) {
      for (const point of (line.getAttribute("points") ?? "").split(" ")) {
        const [x = NaN, y = NaN] = point.split(",").map(Number);
        assert.ok(x >= 64 && x <= 640 && y >= 0 && y <= 140, point);
      }
    }
    assert.equal(plot({ ...answer, series: [] }), "");
  });

  it("shows values as people read them", () => {
    assert.deepEqual(
      [shown(0.0123, "percentunit"), shown(0.25, "s"), shown(90_000, "s"), shown(NaN, "s")],
      ["1.23 %", "250 ms", "25 h", "–"],
    );
  });
});
