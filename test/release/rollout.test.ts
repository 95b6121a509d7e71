import assert from "node:assert/strict";
import type { Deployment } from "../../components/release/kubernetes/objects.ts";
import { type Back, back, forward } from "../../components/release/rollout/decide.ts";
import { type Failing, outcome, together } from "../../components/release/rollout/outcome.ts";
import { progressOf } from "../../components/release/rollout/progress.ts";
import { type Serving, servingOf } from "../../components/release/rollout/serving.ts";
import { templateOf, withTemplateOf } from "../../components/release/rollout/template.ts";
import { deployment, imageOf, replicaSet, replicaSetName } from "./workloads.ts";

const v1 = { version: "v1.0.0", revision: 1 };
const v2 = { version: "v2.0.0", revision: 2 };

const serving = (app: string, release = v1): Serving => ({
  replicaSet: replicaSetName(app, release),
  revision: String(release.revision),
  podTemplateHash: release.version.replaceAll(".", ""),
  version: release.version,
  images: { [app]: imageOf(app, release) },
});

describe("what serves", () => {
  for (const [when, releases, newest, expected] of [
    ["a release is rolled out", [{ ...v1, available: 3 }], v1, v1],
    [
      "the next one is on its way",
      [
        { ...v1, available: 2 },
        { ...v2, available: 1 },
      ],
      v2,
      v1,
    ],
    [
      "half of both are there",
      [
        { ...v1, available: 2 },
        { ...v2, available: 2 },
      ],
      v2,
      v1,
    ],
    ["the next one never became available", [{ ...v1, available: 3 }, v2], v2, v1],
    ["the next one is rolled out", [v1, { ...v2, available: 3 }], v2, v2],
    ["it was taken back", [{ ...v1, revision: 3, available: 3 }, v2], v1, { ...v1, revision: 3 }],
    ["nothing is available", [v1], v1, undefined],
  ] as const) {
    it(`is ${expected ? expected.version : "nothing"} when ${when}`, () => {
      const sets = releases.map((each) => replicaSet("backend", each));
      assert.deepEqual(
        servingOf(deployment("backend", newest), sets),
        expected && serving("backend", expected),
      );
    });
  }

  it("is no ReplicaSet of another Deployment", () => {
    const other = replicaSet("backend", { ...v2, available: 9 });
    const foreign = { ...other, metadata: { ...other.metadata, ownerReferences: [] } };
    const own = replicaSet("backend", { ...v1, available: 1 });
    assert.equal(servingOf(deployment("backend", v1), [foreign, own])?.version, "v1.0.0");
  });
});

describe("a rollout", () => {
  const of = (status: Deployment["status"]) => {
    const base = deployment("backend", v1);
    return progressOf({ ...base, status: { ...base.status, ...status } });
  };

  for (const [name, status, expected] of [
    ["is complete when all pods are new and available", {}, { state: "complete" }],
    [
      "waits for its controller",
      { observedGeneration: 1 },
      { state: "waiting", for: "its controller to see the change" },
    ],
    [
      "waits for new pods",
      { updatedReplicas: 1 },
      { state: "waiting", for: "2 of 3 pods to be made" },
    ],
    ["waits for old pods", { replicas: 4 }, { state: "waiting", for: "1 old pods to end" }],
    [
      "waits for pods that are not available yet",
      { availableReplicas: 2 },
      { state: "waiting", for: "1 of 3 pods to be available" },
    ],
    [
      "has failed when its deadline has passed",
      {
        updatedReplicas: 1,
        conditions: [
          {
            type: "Progressing",
            status: "False",
            reason: "ProgressDeadlineExceeded",
            message: "no progress",
          },
        ],
      },
      { state: "failed", why: "no progress" },
    ],
  ] as const) {
    it(name, () => {
      assert.deepEqual(of(status), expected);
    });
  }
});

describe("the way forward", () => {
  const declared = { templateHash: "hash-v2.0.0", image: imageOf("backend", v2) };
  const both = [replicaSet("backend", v1), replicaSet("backend", v2)];

  it("is none where what is declared runs", () => {
    const live = { deployment: deployment("backend", v2), replicaSets: both };
    assert.deepEqual(forward(live, declared), { step: "none" });
  });

  it("is the declared ReplicaSet where a failed update was taken back", () => {
    const live = { deployment: deployment("backend", v1), replicaSets: both };
    assert.deepEqual(forward(live, declared), { step: "roll", to: both[1] });
  });

  it("is lost where no ReplicaSet is declared any more", () => {
    const live = { deployment: deployment("backend", v1), replicaSets: both.slice(0, 1) };
    assert.deepEqual(forward(live, declared), { step: "lost" });
  });

  it("is the declared ReplicaSet where somebody has changed the image by hand", () => {
    const byHand = { version: "v9.9.9", revision: 3, hash: "hash-v2.0.0" };
    const live = {
      deployment: deployment("backend", byHand),
      replicaSets: [...both, replicaSet("backend", byHand)],
    };
    assert.deepEqual(forward(live, declared), { step: "roll", to: both[1] });
  });
});

describe("the way back", () => {
  const both = [replicaSet("backend", v1), replicaSet("backend", v2)];
  const live = { deployment: deployment("backend", v2), replicaSets: both };

  for (const [name, given, before, expected] of [
    ["is what served before", live, serving("backend"), { step: "roll", to: both[0] }],
    [
      "is none where this update has not changed it",
      live,
      serving("backend", v2),
      { step: "unchanged" },
    ],
    ["is none at a first deployment", live, undefined, { step: "first" }],
    [
      "is none where what served before is gone",
      { ...live, replicaSets: both.slice(1) },
      serving("backend"),
      { step: "gone", serving: serving("backend") },
    ],
  ] as const) {
    it(name, () => {
      assert.deepEqual(back(given, before), expected);
    });
  }
});

describe("a failed release", () => {
  const failing = (name: string, step: Back["step"]): Failing => {
    const before = step === "first" ? undefined : serving(name);
    const back =
      step === "roll"
        ? { step, to: replicaSet(name, v1) }
        : step === "gone"
          ? { step, serving: serving(name) }
          : { step };
    return { name, before, back };
  };
  const cases: readonly (readonly [Back["step"], Back["step"], readonly string[], string])[] = [
    [
      ...(["roll", "roll"] as const),
      ["backend", "frontend"],
      "backend is back at v1.0.0 (ReplicaSet backend-v100), frontend is back at v1.0.0 (ReplicaSet frontend-v100)",
    ],
    ["roll", "unchanged", ["backend"], "backend is back at v1.0.0 (ReplicaSet backend-v100)"],
    ["unchanged", "roll", ["frontend"], "frontend is back at v1.0.0 (ReplicaSet frontend-v100)"],
    [
      ...(["unchanged", "unchanged"] as const),
      [],
      "nothing was taken back, since this update has changed neither workload",
    ],
    [
      ...(["first", "first"] as const),
      [],
      "backend and frontend stay as they are: there is nothing to go back to, since no backend and no frontend served before",
    ],
    [
      ...(["roll", "first"] as const),
      [],
      "backend and frontend stay as they are: there is nothing to go back to, since no frontend served before",
    ],
    [
      ...(["roll", "gone"] as const),
      [],
      "backend and frontend could not be taken back, because ReplicaSet frontend-v100 of frontend is gone: release the version before again",
    ],
  ];
  for (const [backend, frontend, taken, says] of cases) {
    const workloads = [failing("backend", backend), failing("frontend", frontend)];

    it(`takes ${taken.join(" and ") || "nothing"} back where it is ${backend} and ${frontend}, and says so`, () => {
      assert.deepEqual(
        together(workloads).map(({ name }) => name),
        taken,
      );
      assert.equal(outcome(workloads), says);
    });
  }

  it("says which workload did not get back", () => {
    const workloads = [failing("backend", "roll"), failing("frontend", "roll")];
    assert.equal(
      outcome(workloads, new Map([["frontend", "The rollout has failed: no node."]])),
      "backend is back at v1.0.0 (ReplicaSet backend-v100), frontend could not be taken back to v1.0.0 (ReplicaSet frontend-v100): The rollout has failed: no node",
    );
  });
});

describe("what is applied to go back", () => {
  const { manager, manifest } = withTemplateOf(
    deployment("backend", v2),
    replicaSet("backend", v1),
  );

  it("is in the name of who declares the Deployment, and has that one's fields and no others", () => {
    assert.equal(manager, "pulumi-kubernetes-1a2b3c4d");
    assert.deepEqual(manifest, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "backend", namespace: "taskflow", labels: { app: "backend" } },
      spec: {
        selector: { matchLabels: { app: "backend" } },
        minReadySeconds: 10,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } },
        template: templateOf(replicaSet("backend", v1)),
      },
    });
  });

  it("has the template without its controller's label", () => {
    assert.deepEqual(
      templateOf(replicaSet("backend", v1)),
      deployment("backend", v1).spec?.template,
    );
  });

  it("is nothing where nobody applies the template", () => {
    const applied = deployment("backend", v2);
    const managedFields = applied.metadata?.managedFields?.map((each) => ({
      ...each,
      operation: "Update",
    }));
    const edited = {
      ...applied,
      metadata: { ...applied.metadata, managedFields: managedFields ?? [] },
    };
    assert.throws(
      () => withTemplateOf(edited, replicaSet("backend", v1)),
      /Nobody applies the template of Deployment backend/,
    );
  });
});
