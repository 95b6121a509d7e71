import assert from "node:assert/strict";
import { smokeInputOf } from "../../components/release/rollback/smoke-input.ts";
import type { SmokeGateInput } from "../../components/release/smoke/gate-input.ts";
import { recorded } from "./records.ts";
import { deployment, imageOf, replicaSet } from "./workloads.ts";

const older = { version: "v1.0.0", revision: 1 };
const newer = { version: "v1.1.0", revision: 2 };

const workload = (name: string) => ({
  ...{ name, image: imageOf(name, newer), templateHash: "hash-v1.1.0" },
  service: { name, port: "http" },
});

/** What the newest release was asked. */
const last: SmokeGateInput = {
  namespace: "taskflow",
  workloads: { backend: workload("backend"), frontend: workload("frontend") },
  user: { secretName: "smoke-user" },
  rolloutSeconds: 600,
  publicOrigin: "https://taskflow.example.com",
  pages: ["/", "/board"],
  expectedHeaders: { api: { "X-Frame-Options": "DENY" }, page: {} },
  removedHeaders: ["Server"],
  loginLimit: { requests: 10, per: "minute" },
  limits: { p95Milliseconds: 500, errorRate: 0.01, certificateDaysLeft: 15 },
  requestsPerSecond: 20,
  samples: 60,
  timeouts: { startSeconds: 30, requestSeconds: 10, targetSeconds: 300 },
};

const live = {
  backend: { deployment: deployment("backend", newer), replicaSets: [] },
  // As after a rollback that was interrupted.
  frontend: { deployment: deployment("frontend", older), replicaSets: [] },
};

const moves = [
  { name: "backend" as const, to: replicaSet("backend", older) },
  { name: "frontend" as const },
];

function asked(own: unknown) {
  const said: string[] = [];
  const target = { version: "v1.0.0", moves, record: recorded({ smoke: own }) };
  return { said, input: smokeInputOf(last, { target, live }, (line) => said.push(line)) };
}

describe("the smoke test of a rollback", () => {
  it("asks for the pages of the release that is there again, and else for what was asked last", () => {
    const { said, input } = asked({
      ...last,
      pages: ["/", "/list"],
      expectedHeaders: { api: {}, page: {} },
      limits: { ...last.limits, p95Milliseconds: 100 },
    });
    const { workloads } = input;
    assert.deepEqual(input, { ...last, pages: ["/", "/list"], workloads });
    for (const name of ["backend", "frontend"] as const) {
      const { image, templateHash } = workloads[name];
      assert.deepEqual([image, templateHash], [imageOf(name, older), "hash-v1.0.0"]);
    }
    assert.deepEqual(said, []);
  });

  for (const [what, own] of [
    ["are not recorded", undefined],
    ["cannot be read", { pages: "/" }],
  ] as const) {
    it(`says where the pages ${what}, and asks for those of the newest record`, () => {
      const { said, input } = asked(own);
      assert.deepEqual(input.pages, last.pages);
      assert.deepEqual(said, [
        "the pages of v1.0.0 are not recorded: those of the newest record are asked for",
      ]);
    });
  }

  it("is not run where nobody has recorded how", () => {
    const target = { version: "v1.0.0", moves };
    assert.throws(
      () => smokeInputOf(undefined, { target, live }, () => undefined),
      /try it by hand/,
    );
  });
});
