import assert from "node:assert/strict";
import { type Facts, obstacles, settingsFor } from "./facts.ts";

const facts: Facts = {
  identity: "5c2d9f4e",
  apiServer: { addresses: ["172.18.0.2", "fd00::2"], port: 6443 },
  nodes: ["172.18.0.2", "172.18.0.3"],
  namespaces: ["default", "kube-system", "cert-manager"],
  labelled: [],
};
const NAMESPACES = ["taskflow", "monitoring", "taskflow-agents"];

describe("a cluster that is there already", () => {
  it("has room for a TaskFlow where nothing has its names", () => {
    assert.deepEqual(obstacles(facts, NAMESPACES), []);
  });

  it("has none where somebody's namespaces have them, or another TaskFlow is", () => {
    const taken = {
      ...facts,
      namespaces: [...facts.namespaces, "monitoring"],
      labelled: ["PriorityClass taskflow-database"],
    };
    assert.deepEqual(obstacles(taken, NAMESPACES), [
      "Namespace monitoring",
      "PriorityClass taskflow-database",
    ]);
  });

  it("is known to network policies by its addresses, and to the engine by its context", () => {
    assert.deepEqual(settingsFor(facts, "kind-trial"), [
      { path: ["taskflow:cluster", "context"], value: "kind-trial" },
      {
        path: ["taskflow:cluster", "apiServer"],
        value: { ranges: ["172.18.0.2/32", "fd00::2/128"], port: 6443 },
      },
      { path: ["taskflow:cluster", "nodeRanges"], value: ["172.18.0.2/32", "172.18.0.3/32"] },
    ]);
  });
});
