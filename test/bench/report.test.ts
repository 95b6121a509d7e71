import assert from "node:assert/strict";
import { CDK8S_SYNTH, PREVIEW } from "./comparison.ts";
import type { Point } from "./growth.ts";
import { CHECK, CHECKOV, KUBE_SCORE } from "./policies.ts";
import { type Results, goals, renderReport } from "./report.ts";

const figures = (label: string, second: number) => ({ label, seconds: [second, second, second] });
const growth = (of50: number): Point[] =>
  [
    [0, 1],
    [10, 3],
    [50, of50],
  ].map(([instances = 0, second = 0]) => ({
    instances,
    resources: instances * 10,
    figures: { ...figures("", second), memory: 100 + instances },
  }));

const policies: Results["policies"] = {
  points: [
    { objects: 1, figures: [figures(CHECK, 0.25)] },
    { objects: 190, figures: [figures(CHECK, 0.5), figures(CHECKOV, 6)] },
    { objects: 2000, figures: [figures(CHECK, 0.75)] },
    { objects: 10_000, figures: [figures(CHECK, 2.75), figures(KUBE_SCORE, 4)] },
  ],
  share: { importing: [0.05, 0.05, 0.05], asking: [0.1, 0.1, 0.1], preview: [1, 1, 1] },
  missing: [],
};

const results: Results = {
  date: "2026-01-31",
  rounds: 3,
  machine: "2 cores and 8 GiB",
  versions: ["Node v24.0.0"],
  comparison: {
    resources: 20,
    objects: 15,
    figures: [figures(PREVIEW, 0.5), figures(CDK8S_SYNTH, 1)],
    missing: ["helm, since Go is not installed"],
  },
  growth: growth(11),
  engine: {
    resources: 19,
    figures: [figures("production", 5), figures("ConfigMaps", 4), figures("empty", 1)],
  },
  policies,
  parts: [],
};
const verdicts = (changed: Partial<Results>) =>
  goals({ ...results, ...changed }).map(({ verdict }) => verdict);

describe("report of the bench", () => {
  it("says which goals are reached, and by how much", () => {
    assert.deepEqual(
      goals(results).map(({ measured, verdict }) => `${measured}: ${verdict}`),
      [
        "0.50 × its time: reached",
        "5.00 × the time of 10: reached",
        "1.25 × its time: reached",
        "12.00 × its time: reached",
        "0.69 × its time: reached",
        "5.00 × the time of 2,000: reached",
        "0.10 × its time: reached",
      ],
    );
  });

  it("says which are missed", () => {
    const slow = {
      comparison: {
        ...results.comparison,
        figures: [figures(PREVIEW, 1), figures(CDK8S_SYNTH, 1)],
      },
      growth: growth(13.1),
      engine: { resources: 1, figures: [figures("production", 5.1), figures("ConfigMaps", 4)] },
      policies: {
        points: [
          { objects: 1, figures: [figures(CHECK, 0.25)] },
          { objects: 190, figures: [figures(CHECK, 0.5), figures(CHECKOV, 4.9)] },
          { objects: 2000, figures: [figures(CHECK, 0.75)] },
          { objects: 10_000, figures: [figures(CHECK, 4), figures(KUBE_SCORE, 4)] },
        ],
        share: { importing: [0], asking: [0.15], preview: [1] },
        missing: [],
      },
    };
    assert.deepEqual(new Set(verdicts(slow)), new Set(["missed"]));
  });

  it("does not take start-up for growth", () => {
    assert.equal(verdicts({ growth: growth(13) })[1], "reached");
  });

  it("says what was not measured, and why", () => {
    const comparison = { ...results.comparison, figures: [figures(PREVIEW, 1)] };
    const points = policies.points.map(({ objects, figures: [check] }) => ({
      objects,
      figures: check ? [check] : [],
    }));
    const less = {
      comparison,
      engine: "no pulumi CLI",
      policies: { ...policies, points, missing: ["checkov, since there is no Python"] },
    };
    assert.deepEqual(verdicts(less), [
      ...["not measured", "reached", "not measured"],
      ...["not measured", "not measured", "reached", "reached"],
    ]);
    const report = renderReport({ ...results, ...less });
    assert.match(report, /Not measured: no pulumi CLI\./);
    assert.match(report, /Not compared: helm, since Go is not installed\./);
    assert.match(report, /Not compared: checkov, since there is no Python\./);
  });

  it("has ratios before figures, and a line for each command", () => {
    const report = renderReport(results);
    assert.match(report, /^\| embedded preview \| 1\.00 × \| 0\.50 s \| – \|$/m);
    assert.match(report, /^\| `cdk8s synth` \| 2\.00 × \| 1\.00 s \| – \|$/m);
    assert.match(report, /^\| 10 \| 100 \| 3\.00 s \| 200 ms \| 110 MiB \|$/m);
    assert.match(report, /^\| `checkov` \| 190 \| 12\.00 × \| 6\.00 s \| – \|$/m);
    assert.match(report, /One more TaskFlow costs\n200 ms and 1\.0 MiB\./);
  });
});
