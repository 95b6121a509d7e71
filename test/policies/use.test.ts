import assert from "node:assert/strict";
import { exampleGraph } from "../../policies/example-graph.ts";
import { autoscaler, cronJob, statefulSet } from "../../policies/example-objects.ts";
import { deployment } from "../../policies/examples.ts";
import { podsOf } from "../../policies/index-pods.ts";
import type { Manifest } from "../../policies/rule.ts";
import { type Defaults, largestUse } from "../../policies/use.ts";

const NONE: Defaults = { requests: undefined, limits: undefined };
const cpu = (request: string, limit = request) => ({
  resources: { requests: { cpu: request }, limits: { cpu: limit } },
});

function used(manifests: readonly Manifest[], defaults = NONE): Readonly<Record<string, number>> {
  const graph = exampleGraph(manifests);
  const [pod] = podsOf(graph).all;
  assert.ok(pod);
  return Object.fromEntries(largestUse(graph, pod, defaults));
}

describe("what workloads ask for at their most", () => {
  it("counts an autoscaler's maximum, and what a rollout adds, rounded up", () => {
    const example = (strategy: object) => [
      deployment({ spec: { strategy }, container: cpu("500m", "1") }),
      autoscaler({ maxReplicas: 6 }),
    ];
    const quarter = used(example({}));
    assert.equal(quarter["pods"], 8);
    assert.equal(quarter["requests.cpu"], 4);
    assert.equal(quarter["limits.cpu"], 8);
    assert.equal(used(example({ rollingUpdate: { maxSurge: 1 } }))["pods"], 7);
    assert.equal(used(example({ type: "Recreate" }))["pods"], 6);
  });

  it("takes the larger of what starts and what runs, sidecars with both", () => {
    const pod = {
      initContainers: [
        { name: "first", ...cpu("3") },
        { name: "sidecar", restartPolicy: "Always", ...cpu("1") },
        { name: "second", ...cpu("2500m") },
      ],
    };
    const one = { replicas: 1, strategy: { type: "Recreate" } };
    // 3 alone, then 1 + 2.5, then 1 + 2.
    assert.equal(used([deployment({ spec: one, pod, container: cpu("2") })])["requests.cpu"], 3.5);
    assert.equal(used([deployment({ spec: one, pod, container: cpu("4") })])["requests.cpu"], 5);
  });

  it("fills in the defaults of the namespace, and a limit as the request", () => {
    const defaults: Defaults = { requests: { cpu: "10m" }, limits: { cpu: "100m" } };
    const one = { replicas: 1, strategy: { type: "Recreate" } };
    const bare = used([deployment({ spec: one })], defaults);
    assert.equal(bare["requests.cpu"], 0.01);
    assert.equal(bare["limits.cpu"], 0.1);
    const container = { resources: { limits: { cpu: "1" } } };
    assert.equal(used([deployment({ spec: one, container })], defaults)["requests.cpu"], 1);
  });

  it("counts claims of templates and of volumes that end with their pod", () => {
    const kept = used([statefulSet({ replicas: 3 })]);
    assert.equal(kept["persistentvolumeclaims"], 3);
    assert.equal(kept["requests.storage"], 3 * 10 * 2 ** 30);
    const claim = { spec: { resources: { requests: { storage: "5Gi" } } } };
    const volumes = [{ name: "scratch", ephemeral: { volumeClaimTemplate: claim } }];
    const throwaway = used([
      deployment({ spec: { replicas: 1, strategy: { type: "Recreate" } }, pod: { volumes } }),
    ]);
    assert.equal(throwaway["requests.storage"], 5 * 2 ** 30);
  });

  it("counts one pod of a CronJob", () => {
    assert.equal(used([cronJob("nightly", ["true"])])["pods"], 1);
  });
});
