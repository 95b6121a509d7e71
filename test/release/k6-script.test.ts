import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { readK6Report } from "../../components/release/k6/report.ts";
import type * as Script from "../../components/release/k6/script.ts";

/** What k6 brings itself, as far as the script uses it: it answers by a plan and remembers what was done. */
const k6 = {
  statuses: [] as number[],
  done: [] as string[],
  get(url: string) {
    k6.done.push(url);
    return { status: k6.statuses.shift() ?? 200 };
  },
  sleep(seconds: number) {
    k6.done.push(`sleep ${seconds}`);
  },
};

const MODULES: Readonly<Record<string, string>> = {
  k6: "export const { sleep } = globalThis.k6;",
  "k6/http":
    "export default { get: globalThis.k6.get, setResponseCallback() {}, expectedStatuses() {} };",
};

describe("the script of k6", () => {
  let script: typeof Script;

  before(async () => {
    const __ENV = { URLS: "http://a/ http://b/", VIRTUAL_USERS: "2", SECONDS: "5" };
    Object.assign(globalThis, { k6, __ENV });
    const hooks = registerHooks({
      resolve: (specifier, context, next) => {
        const source = MODULES[specifier];
        if (source === undefined) return next(specifier, context);
        return { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true };
      },
    });
    script = await import("../../components/release/k6/script.ts");
    hooks.deregister();
  });

  beforeEach(() => {
    k6.statuses = [];
    k6.done = [];
  });

  it("has as many users for as long as it is told", () => {
    assert.equal(script.options.vus, 2);
    assert.equal(script.options.duration, "5s");
  });

  it("waits for each address until it is let in, and gives up when that takes too long", () => {
    k6.statuses = [0, 503, 200];
    script.setup();
    assert.deepEqual(k6.done, [
      "http://a/",
      "sleep 1",
      "http://a/",
      "sleep 1",
      "http://a/",
      "http://b/",
    ]);
    k6.statuses = Array<number>(30).fill(0);
    script.setup();
    k6.statuses = Array<number>(31).fill(0);
    assert.throws(() => {
      script.setup();
    }, /^Error: http:\/\/a\/ does not answer 200\.$/);
  });

  it("asks for one after the other, and pauses after what has failed", () => {
    k6.statuses = [200, 302];
    script.default();
    assert.deepEqual(k6.done, ["http://a/", "http://b/", "sleep 1"]);
  });

  it("ends with a line that the gate reads, of what the users asked for alone", () => {
    const metric = (values: Readonly<Record<string, number>>) => ({ values });
    const { stdout = "" } = script.handleSummary({
      metrics: {
        http_reqs: metric({ count: 999, rate: 1 }),
        http_req_failed: metric({ rate: 1 }),
        "http_reqs{scenario:default}": metric({ count: 50, rate: 2 }),
        "http_req_duration{scenario:default}": metric({ "p(95)": 12.5 }),
        "http_req_failed{scenario:default}": metric({ rate: 0.02 }),
      },
    });
    assert.deepEqual(readK6Report(stdout.trimEnd().split("\n")), {
      requests: 50,
      requestsPerSecond: 10,
      p95Milliseconds: 12.5,
      errorRate: 0.02,
    });
  });

  it("says that nothing was measured where nothing was", () => {
    const { stdout = "" } = script.handleSummary({ metrics: {} });
    assert.equal(readK6Report([stdout.trimEnd()])?.requests, 0);
  });
});
