import assert from "node:assert/strict";
import { Refused } from "../../components/release/gates/gate.ts";
import { K6Smoke } from "../../components/release/k6-smoke.ts";
import { type K6Figures, readK6Report } from "../../components/release/k6/report.ts";
import { type K6Ran, type K6Targets, k6Verdict } from "../../components/release/k6/verdict.ts";
import { hostsIn } from "../wiring/hosts.ts";
import { placement, resources } from "../support/fixtures.ts";
import { fields, list, objectOf, objectsOf } from "../support/objects.ts";
import { podTemplatesOf } from "../support/pods.ts";
import { previewResources } from "../support/program.ts";
import { previewOf } from "../support/stacks.ts";
import { previewVariant } from "../support/variants.ts";

const figures: K6Figures = {
  requests: 6000,
  requestsPerSecond: 200,
  p95Milliseconds: 499.9,
  errorRate: 0.0009,
};
const ran: K6Ran = { succeeded: true, figures, lastWords: [] };
const targets: K6Targets = { p95Milliseconds: 500, errorRate: 0.001, requestsPerSecond: 200 };

/** Items that it is refused for, and what the refusal says. */
function refusedFor(run: K6Ran): { readonly items: readonly string[]; readonly says: string } {
  try {
    k6Verdict(run, targets);
  } catch (error) {
    assert.ok(error instanceof Refused, String(error));
    return { items: error.refusals.map(({ item }) => item), says: error.message };
  }
  return { items: [], says: "" };
}

describe("a run of k6", () => {
  it("holds where it just meets every target, and says what it measured", () => {
    assert.deepEqual(k6Verdict(ran, targets), figures);
  });

  for (const [name, missed, item, says] of [
    [
      "answers that are late",
      { p95Milliseconds: 500 },
      "post-perf.1",
      /^post-perf\.1: Under the load of k6: 95 of 100 requests took up to 500 ms, which is not below 500 ms\./,
    ],
    [
      "requests that fail",
      { errorRate: 0.001 },
      "post-perf.2",
      /Under the load of k6: 0\.1 % of the requests failed, which is not below 0\.1 %\./,
    ],
    [
      "too few requests a second",
      { requestsPerSecond: 199.9 },
      "post-perf.3",
      /Under the load of k6: 199\.9 requests a second were answered, which is less than 200\..*k6\.requestsPerSecond/,
    ],
    [
      "no request at all",
      { requests: 0, requestsPerSecond: 0, p95Milliseconds: 0, errorRate: 0 },
      "step5.6",
      /Under the load of k6: No request came to its end\./,
    ],
  ] as const) {
    it(`refuses ${name}, and says which figure missed which target`, () => {
      const refused = refusedFor({ ...ran, figures: { ...figures, ...missed } });
      assert.deepEqual(refused.items, [item]);
      assert.match(refused.says, says);
    });
  }

  it("refuses for every target that it misses", () => {
    const slow = { ...figures, p95Milliseconds: 9000, errorRate: 0.5, requestsPerSecond: 3 };
    assert.deepEqual(refusedFor({ ...ran, figures: slow }).items, [
      "post-perf.1",
      "post-perf.2",
      "post-perf.3",
    ]);
  });

  it("refuses one that did not come to its end, in its own last words", () => {
    const lastWords = ["http://backend:3000/health does not answer 200."];
    const why = "BackoffLimitExceeded: Job has reached the specified backoff limit";
    // k6 prints its summary whatever has happened before.
    const failed = refusedFor({ ...ran, succeeded: false, why, lastWords });
    assert.deepEqual(failed.items, ["step5.6"]);
    assert.match(failed.says, /BackoffLimitExceeded.*It said last: http:\/\/backend:3000\/health/);
    assert.deepEqual(refusedFor({ ...ran, figures: undefined }).items, ["step5.6"]);
  });

  it("is read from the line of its script, beside what k6 says to people", () => {
    const line = JSON.stringify(figures);
    assert.deepEqual(readK6Report(["time=… level=warning", line]), figures);
    assert.equal(readK6Report(["time=… level=error"]), undefined);
    assert.throws(() => readK6Report(['{"requests":-1}']), /^Error: k6 said requests: /);
  });
});

describe("K6Smoke", function () {
  // The first test of a stack previews it.
  this.timeout(60_000);

  it("runs the script that is in its ConfigMap, as it is told, and not for longer than that", async () => {
    const document = await previewResources(
      () =>
        new K6Smoke("k6-smoke", {
          placement,
          resources,
          urls: ["http://backend:3000/health", "http://frontend:80/"],
          virtualUsers: 3,
          seconds: 20,
        }),
    );
    const { spec } = objectOf(document, { kind: "CronJob", name: "k6-smoke" });
    assert.equal(spec["suspend"], true);
    assert.equal(fields(fields(spec["jobTemplate"])["spec"])["activeDeadlineSeconds"], 920);
    const [pod = assert.fail("There is no pod.")] = podTemplatesOf(document);
    const [container = assert.fail("There is no container.")] = pod.containers;
    // The gate reads the log of the container that is called as its CronJob.
    assert.equal(container.name, "k6-smoke");
    assert.deepEqual(container.args, ["run", "--quiet", "--no-usage-report", "/etc/k6/smoke.ts"]);
    const env = Object.fromEntries((container.env ?? []).map(({ name, value }) => [name, value]));
    assert.deepEqual(
      [env["URLS"], env["VIRTUAL_USERS"], env["SECONDS"]],
      ["http://backend:3000/health http://frontend:80/", "3", "20"],
    );
    const { body } = objectOf(document, { kind: "ConfigMap" });
    assert.match(String(fields(body["data"])["smoke.ts"]), /export function handleSummary/);
    assert.equal(pod.spec["automountServiceAccountToken"], false);
    assert.equal(container.securityContext?.["readOnlyRootFilesystem"], true);
  });

  it("asks the Services for what needs no account, and reaches nobody else", async () => {
    const document = await previewOf("production");
    const pod = podTemplatesOf(document).find(({ owner }) => owner.name === "k6-smoke");
    const urls = pod?.containers[0]?.env?.find(({ name }) => name === "URLS")?.value ?? "";
    assert.deepEqual(urls.split(" "), [
      "http://backend:3000/health",
      "http://backend:3000/readyz",
      "http://frontend:80/",
    ]);
    assert.equal(hostsIn(urls).length, 3);
    const { spec } = objectOf(document, { kind: "NetworkPolicy", name: "k6-smoke" });
    assert.equal(spec["ingress"], undefined);
    const open = list(spec["egress"]).map(({ to, ports }) => [
      ...list(to).map(({ podSelector }) =>
        Object.values(fields(fields(podSelector)["matchLabels"])),
      ),
      ...list(ports).map(({ port }) => port),
    ]);
    assert.deepEqual(open, [
      [["backend"], 3000],
      [["frontend"], 8080],
      [["kube-dns"], 53],
      [["kube-dns"], 53],
    ]);
  });

  it("is not there where it is not configured", async () => {
    const document = await previewVariant(() => ({ k6: undefined }));
    assert.deepEqual(objectsOf(document, { app: "k6-smoke" }), []);
    assert.deepEqual(objectsOf(document, { name: "k6-smoke" }), []);
  });
});
