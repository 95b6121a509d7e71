import assert from "node:assert/strict";
import { dora } from "../../components/release/record/dora.ts";
import type { Listed } from "../../components/release/record/list.ts";
import { recorded } from "./records.ts";

const now = new Date("2026-12-01T00:00:00Z");
const [readiness, smoke] = recorded().gates;
const refusing = smoke && { ...smoke, outcome: "refused" as const };
const failed = (changes: Partial<Listed> = {}) =>
  recorded({
    ...{
      id: "failed",
      status: "failed",
      gates: readiness && refusing ? [readiness, refusing] : [],
    },
    rollback: { required: true, done: true, what: "back" },
    ...changes,
  });

describe("the four figures of DORA", () => {
  it("are nothing of nothing", () => {
    assert.deepEqual(dora([], 7, now), {
      days: 7,
      deploymentFrequency: { deployments: 0, perWeek: 0 },
      leadTime: { of: 0 },
      changeFailRate: { failed: 0, of: 0 },
      recoveryTime: { of: 0 },
    });
  });

  it("count what was brought to its users, and how long that took from the commit", () => {
    const later = recorded({ id: "later", end: "2026-11-28T03:00:00.000Z" });
    const { deploymentFrequency, leadTime } = dora([recorded(), later], 14, now);
    assert.deepEqual(deploymentFrequency, { deployments: 2, perWeek: 1 });
    assert.deepEqual(leadTime, { medianSeconds: 3600, of: 2 });
  });

  it("leave out what has reached nobody", () => {
    const refused = failed({ gates: readiness ? [readiness] : [] });
    const evidenceAlone = recorded({ gates: readiness ? [readiness] : [] });
    const figures = dora([recorded(), refused, evidenceAlone], 7, now);
    assert.equal(figures.deploymentFrequency.deployments, 1);
    assert.deepEqual(figures.changeFailRate, { failed: 0, of: 1 });
  });

  it("count once what serves while the monitoring is mended, and not as failed", () => {
    const unwatched = recorded({ id: "unwatched", status: "partial" });
    const again = recorded({
      ...{ id: "again", end: "2026-11-28T03:00:00.000Z", gates: [] },
      earlier: [{ gate: "smoke", attempt: "unwatched" }],
    });
    const asked = recorded({ ...again, id: "asked", earlier: [{ gate: "smoke", attempt: "x" }] });
    const figures = dora([recorded({ id: "x" }), unwatched, again, asked], 7, now);
    assert.equal(figures.deploymentFrequency.deployments, 2);
    assert.deepEqual(figures.changeFailRate, { failed: 0, of: 2 });
  });

  it("leave out what is older", () => {
    assert.equal(dora([recorded()], 2, now).deploymentFrequency.deployments, 0);
  });

  it("count what was taken back by its own gate, which is when users were well again", () => {
    const figures = dora([recorded(), failed()], 7, now);
    assert.deepEqual(figures.changeFailRate, { failed: 1, of: 2 });
    assert.deepEqual(figures.recoveryTime, { medianSeconds: 600, of: 1 });
  });

  it("count what somebody went back from, until they had", () => {
    const undone = recorded({ undoneBy: "back" });
    const rollback = recorded({ id: "back", kind: "rollback", end: "2026-11-28T02:00:00.000Z" });
    const figures = dora([undone, rollback], 7, now);
    assert.deepEqual(figures.changeFailRate, { failed: 1, of: 1 });
    assert.deepEqual(figures.recoveryTime, { medianSeconds: 4200, of: 1 });
    assert.equal(figures.deploymentFrequency.deployments, 1);
  });

  it("count until the next release where a failed one stayed", () => {
    const stayed = failed({ rollback: { required: true, done: false } });
    assert.deepEqual(dora([stayed], 7, now).recoveryTime, { of: 0 });
    const next = recorded({ id: "next", end: "2026-11-28T03:00:00.000Z" });
    assert.deepEqual(dora([stayed, next], 7, now).recoveryTime, { medianSeconds: 7800, of: 1 });
  });
});
