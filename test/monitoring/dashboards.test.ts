import assert from "node:assert/strict";
import { fillable } from "../../components/monitoring/grafana/dashboard.ts";
import { dashboards } from "../../components/monitoring/grafana/dashboards/all.ts";
import { type Panel, layOut } from "../../components/monitoring/grafana/panel.ts";
import { monitoringContent } from "../../components/monitoring/monitoring.ts";
import { ruleContext } from "../../components/monitoring/rules/settings.ts";
import { SOURCES } from "../../components/monitoring/sources.ts";
import { bundled, namespaceNames, ruleSettings, small } from "./samples.ts";

const all = dashboards(ruleContext(ruleSettings, namespaceNames));

interface Model {
  uid: string;
  panels: {
    id: number;
    type: string;
    gridPos: { x: number; y: number; w: number; h: number };
    targets: { expr: string; refId: string }[];
  }[];
}

describe("dashboards", () => {
  it("have addresses of their own", () => {
    const uids = all.map(({ uid }) => uid);
    assert.equal(new Set(uids).size, uids.length);
    for (const uid of uids) assert.match(uid, /^taskflow-[a-z]+$/);
  });

  it("fit a ConfigMap and the annotation of kubectl apply", () => {
    const size = JSON.stringify(monitoringContent(bundled()).dashboards).length;
    assert.ok(size < 256 * 1024, `${size} bytes`);
  });

  it("lay panels side by side without overlap", () => {
    for (const text of Object.values(monitoringContent(bundled()).dashboards)) {
      const { uid, panels } = JSON.parse(text) as Model;
      const taken = new Set<string>();
      for (const { id, gridPos, targets } of panels) {
        assert.ok(gridPos.x + gridPos.w <= 24, uid);
        assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
            assert.ok(!taken.has(`${x},${y}`), `${uid}: panel ${id} overlaps`);
            taken.add(`${x},${y}`);
          }
        }
      }
    }
  });

  it("begin a new row below the highest panel of the last one", () => {
    const panel = (kind: "series" | "value"): Panel => ({
      kind,
      title: "",
      unit: "short",
      queries: [{ expr: "up" }],
    });
    const laid = layOut([panel("value"), panel("series"), panel("series")]) as Model["panels"];
    assert.deepEqual(
      laid.map(({ gridPos: { x, y } }) => [x, y]),
      [
        [0, 0],
        [6, 0],
        [0, 8],
      ],
    );
  });

  it("leave out what nobody measures", () => {
    assert.deepEqual(
      fillable(all, ["prometheus"]).map(({ uid, panels }) => [uid, panels.length > 0]),
      [["taskflow-overview", true]],
    );
    const without = fillable(
      all,
      SOURCES.filter((source) => source !== "loki"),
    );
    assert.equal(without.length, all.length);
    assert.ok(without.every(({ panels }) => panels.every(({ kind }) => kind !== "logs")));
    assert.deepEqual(Object.keys(monitoringContent(small()).dashboards), [
      "taskflow-overview.json",
      "taskflow-backend.json",
      "taskflow-release.json",
    ]);
  });
});
