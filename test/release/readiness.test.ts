import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readinessGate } from "../../components/release/gates/readiness.ts";
import type { Facts } from "../../components/release/readiness/facts.ts";
import type { ReadinessInput } from "../../components/release/readiness/input.ts";
import { READINESS_ITEMS, factsFor, judge } from "../../components/release/readiness/judge.ts";
import {
  MONITORING_RIGHTS,
  RIGHTS,
  nameOf,
  rollbackRights,
} from "../../components/release/readiness/rights.ts";
import { MINORS, minorOf } from "../../components/release/readiness/versions.ts";

const workload = { image: "registry.example.com/x@sha256:1", templateHash: "0123456789abcdef" };

const input: ReadinessInput = {
  context: "taskflow-production",
  namespace: "taskflow",
  apis: ["apps/v1", "traefik.io/v1alpha1"],
  edgeClass: { kind: "IngressClass", name: "traefik" },
  storage: { classes: ["fast"], needsDefault: true },
  version: "v1.0.0",
  workloads: { backend: workload, frontend: workload },
};

const facts: Facts = {
  gitVersion: "v1.36.3",
  apis: ["apps/v1", "traefik.io/v1alpha1", "metrics.k8s.io/v1beta1"],
  edgeClass: { accepted: true },
  storageClasses: [
    { name: "fast", isDefault: false },
    { name: "standard", isDefault: true },
  ],
  nodes: [
    { name: "a", ready: true },
    { name: "b", ready: false },
  ],
  measured: ["a"],
  denied: new Map([["taskflow", []]]),
};

describe("the readiness gate", () => {
  it("reads its input as it is", () => {
    assert.deepEqual(readinessGate.parse(input), input);
  });

  it("lets a cluster pass that has what the release needs, and says what that is", () => {
    assert.deepEqual(judge(facts, input), []);
    const said = factsFor(facts, input);
    assert.deepEqual(Object.keys(said), READINESS_ITEMS);
    assert.equal(said["infra.1"], "Kubernetes v1.36.3, 1 of 2 nodes ready, 2 APIs as needed");
  });

  for (const [name, change, item, says] of [
    [
      "a cluster that is too old",
      { gitVersion: "v1.33.9" },
      "infra.1",
      /runs Kubernetes v1\.33\.9, and what is declared needs 1\.34 or newer/,
    ],
    [
      "a cluster that is newer than the program knows",
      { gitVersion: "v1.38.0" },
      "infra.1",
      /runs Kubernetes v1\.38\.0, and the program was written for 1\.36/,
    ],
    ["no version of Kubernetes", { gitVersion: "v2.0.0" }, "infra.1", /runs Kubernetes v2\.0\.0/],
    [
      "no node that is ready",
      { nodes: [{ name: "a", ready: false }] },
      "infra.1",
      /None of the cluster's 1 nodes is ready/,
    ],
    [
      "an API that is not served",
      { apis: ["apps/v1"] },
      "infra.1",
      /does not serve traefik\.io\/v1alpha1/,
    ],
    ["no class of the edge", { edgeClass: undefined }, "infra.1", /no IngressClass traefik/],
    [
      "a class that no controller has accepted",
      { edgeClass: { accepted: false } },
      "infra.1",
      /No controller has accepted IngressClass traefik/,
    ],
    [
      "no class of a volume",
      { storageClasses: [{ name: "standard", isDefault: true }] },
      "infra.1",
      /There is no StorageClass fast\./,
    ],
    [
      "no default class for a volume that names none",
      { storageClasses: [{ name: "fast", isDefault: false }] },
      "infra.1",
      /No StorageClass is the default/,
    ],
    [
      "a right that whoever deploys has not",
      {
        denied: new Map([["taskflow", RIGHTS.filter(({ verb }) => verb === "patch").slice(0, 1)]]),
      },
      "infra.1",
      /may not patch deployments\.apps in namespace taskflow/,
    ],
    [
      "a right that whoever deploys has not where the monitoring is",
      {
        denied: new Map([
          ["taskflow", []],
          ["monitoring", MONITORING_RIGHTS.slice(0, 1)],
        ]),
      },
      "infra.1",
      /may not list pods in namespace monitoring/,
    ],
    [
      "a metrics API that does not answer",
      { measured: { problem: "the server is currently unable to handle the request" } },
      "step7.2",
      /does not answer: the server is currently unable/,
    ],
    ["a metrics API that measures nothing", { measured: [] }, "step7.2", /measures no node/],
  ] as const) {
    it(`refuses ${name}`, () => {
      const [refusal, ...others] = judge({ ...facts, ...change }, input);
      assert.deepEqual(others, []);
      assert.equal(refusal?.item, item);
      assert.match(refusal.problem, says);
      assert.match(refusal.fix, /^[A-Z].*\.$/);
    });
  }

  for (const [name, change] of [
    ["the oldest version", { gitVersion: "v1.34.0" }],
    ["the newest version", { gitVersion: "v1.37.1+k3s1" }],
    ["another default class", { storageClasses: facts.storageClasses.toReversed() }],
  ] as const) {
    it(`lets ${name} pass`, () => {
      assert.deepEqual(judge({ ...facts, ...change }, input), []);
    });
  }

  it("asks for no default class where each volume names its own", () => {
    const storage = { classes: ["fast"], needsDefault: false };
    const storageClasses = [{ name: "fast", isDefault: false }];
    assert.deepEqual(judge({ ...facts, storageClasses }, { ...input, storage }), []);
  });

  it("names rights as kubectl does", () => {
    assert.deepEqual(RIGHTS.map(nameOf).slice(0, 2), [
      "get deployments.apps",
      "list deployments.apps",
    ]);
    assert.ok(RIGHTS.map(nameOf).includes("create pods/portforward"));
  });

  it("asks for whatever going back takes, and for each right once", () => {
    const asked = new Set(RIGHTS.map(nameOf));
    assert.equal(asked.size, RIGHTS.length);
    for (const each of rollbackRights(true).map(nameOf)) assert.ok(asked.has(each), each);
  });

  it("was written for the version that the schemas of the tests are of", () => {
    const file = join(import.meta.dirname, `../schemas/kubernetes-1.${MINORS.writtenFor}.json`);
    assert.ok(readFileSync(file).length > 0);
    assert.deepEqual(["v1.36.3", "v1.34.1+k3s1", "1.36", ""].map(minorOf), [
      36,
      34,
      ...[undefined, undefined],
    ]);
  });
});
