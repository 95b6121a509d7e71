import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { Foundation } from "../../components/foundation/foundation.ts";
import { priorities } from "../../components/foundation/priorities.ts";
import { type Quota, limitRangeSpec, quotaSpec } from "../../components/foundation/quota.ts";
import { objectOf, objectsOf } from "../support/objects.ts";
import { previewResources } from "../support/program.ts";
import { platform, resources } from "../support/fixtures.ts";

const quota: Quota = {
  ...resources,
  pods: 10,
  claims: 2,
  storage: "20Gi",
  largestContainer: { cpu: "2", memory: "4Gi" },
};

const args = {
  platform,
  podSecurityVersion: "v1.36",
  protect: true,
  namespaces: {
    application: { name: "taskflow", podSecurity: "restricted", quota },
    agents: { name: "taskflow-agents", podSecurity: "privileged", quota },
  },
} as const;

describe("quotaSpec", () => {
  it("bounds requests and limits of all three resources, pods and storage", () => {
    assert.deepEqual(quotaSpec(quota).hard, {
      "requests.cpu": "100m",
      "limits.cpu": "1",
      "requests.memory": "128Mi",
      "limits.memory": "256Mi",
      "requests.ephemeral-storage": "64Mi",
      "limits.ephemeral-storage": "128Mi",
      pods: "10",
      persistentvolumeclaims: "2",
      "requests.storage": "20Gi",
      "services.nodeports": "0",
      "services.loadbalancers": "0",
    });
  });
});

describe("limitRangeSpec", () => {
  it("gives bounds to what sets none, and bounds the largest container", () => {
    const { limits } = limitRangeSpec(quota) as unknown as {
      limits: readonly Readonly<Record<string, Readonly<Record<string, string>>>>[];
    };
    assert.equal(limits.length, 1);
    const names = ["cpu", "memory", "ephemeral-storage"];
    assert.deepEqual(Object.keys(limits[0]?.["default"] ?? {}), names);
    assert.deepEqual(Object.keys(limits[0]?.["defaultRequest"] ?? {}), names);
    assert.deepEqual(limits[0]?.["max"], { cpu: "2", memory: "4Gi" });
  });
});

describe("Foundation", () => {
  it("enforces the level of each namespace at a pinned version, and warns of what is not restricted", async () => {
    const document = await previewResources(() => {
      new Foundation("foundation", args);
    });
    const security = (name: string) => {
      const { labels } = objectOf(document, { kind: "Namespace", name });
      return ["enforce", "enforce-version", "warn", "audit"].map(
        (mode) => labels[`pod-security.kubernetes.io/${mode}`],
      );
    };
    assert.deepEqual(security("taskflow"), ["restricted", "v1.36", "restricted", "restricted"]);
    assert.deepEqual(security("taskflow-agents"), [
      "privileged",
      "v1.36",
      "restricted",
      "restricted",
    ]);
  });

  for (const protect of [true, false]) {
    it(`${protect ? "protects" : "does not protect"} namespaces when protect is ${String(protect)}`, async () => {
      const document = await previewResources(() => {
        new Foundation("foundation", { ...args, protect });
      });
      for (const { resource } of objectsOf(document, { kind: "Namespace" })) {
        assert.equal(resource.options.protect ?? false, protect);
      }
    });
  }

  it("closes every namespace in both directions", async () => {
    const document = await previewResources(() => {
      new Foundation("foundation", args);
    });
    const policies = objectsOf(document, { kind: "NetworkPolicy" });
    assert.deepEqual(policies.map(({ namespace }) => namespace).sort(), [
      "taskflow",
      "taskflow-agents",
    ]);
    for (const { spec } of policies) {
      assert.deepEqual(spec, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    }
  });

  it("makes whoever uses a namespace wait until it has its limits and is closed", async () => {
    const document = await previewResources(() => {
      const { namespaces } = new Foundation("foundation", args);
      new k8s.core.v1.ConfigMap("user", {
        metadata: { name: "user", namespace: namespaces.application },
      });
    });
    const { namespace, resource } = objectOf(document, { kind: "ConfigMap" });
    assert.equal(namespace, "taskflow");
    for (const kind of ["ResourceQuota", "LimitRange", "NetworkPolicy"]) {
      const { urn } = objectOf(document, { kind, namespace: "taskflow" });
      assert.equal(resource.dependsOn.includes(urn), true, kind);
    }
    const { urn } = objectOf(document, { kind: "ResourceQuota", namespace: "taskflow-agents" });
    assert.equal(resource.dependsOn.includes(urn), false);
  });

  it("names what belongs to the whole cluster after the instance", async () => {
    const document = await previewResources(() => {
      new Foundation("foundation", args);
    });
    const classes = objectsOf(document, { kind: "PriorityClass" });
    assert.deepEqual(
      classes.map(({ name }) => name).sort(),
      Object.keys(priorities)
        .map((tier) => `taskflow-test-${tier}`)
        .sort(),
    );
    const preempting = classes.filter(({ body }) => body["preemptionPolicy"] !== "Never");
    assert.deepEqual(
      preempting.map(({ name }) => name),
      ["taskflow-test-database"],
    );
  });
});

describe("priorities", () => {
  it("fall from the database to what can wait, below those of the system", () => {
    const values = [
      priorities.database,
      priorities.application,
      priorities.monitoring,
      priorities.batch,
    ].map(({ value }) => value);
    assert.deepEqual(
      [...values].sort((a, b) => b - a),
      values,
    );
    assert.equal(new Set(values).size, values.length);
    assert.equal(Math.max(...values) < 1_000_000, true);
  });
});
