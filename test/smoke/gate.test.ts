import assert from "node:assert/strict";
import { SMOKE_ITEMS } from "../../components/release/smoke/plan.ts";
import { missing } from "../database/real/host.ts";
import { type Fault, faults } from "./faults.ts";
import { Front } from "./front.ts";
import { EMAIL, type Outcome, PASSWORD, SESSION_KEY, SmokeStage, run } from "./support.ts";

/** Faults that are tried at the same time: most of what a run does is wait. */
const LANES = 4;

describe("the smoke gate", function () {
  this.timeout(120_000);
  let smoke: SmokeStage;

  before(async function () {
    const reason = missing();
    if (reason !== undefined) {
      process.stdout.write(`      skipped: ${reason}\n`);
      this.skip();
    }
    smoke = await SmokeStage.create();
    const { status, output } = await smoke.stage.migrate("v1.1.0");
    assert.equal(status, 0, output);
  });

  after(async () => {
    await (smoke as SmokeStage | undefined)?.close();
  });

  async function released(release: string) {
    const { url } = await smoke.backend(release);
    const frontend = await Front.open({ backend: url, pages: smoke.pages, host: "localhost" });
    const edge = await smoke.edge(url);
    try {
      const service = { name: "service" as const, api: url, pages: frontend.origin };
      return await run(smoke.input([service, smoke.edgeTarget(edge)]), edge);
    } finally {
      frontend.close();
      edge.close();
    }
  }

  for (const release of ["v1.0.0", "v1.1.0"]) {
    it(`lets ${release} pass, past the edge and through it, and leaves nothing`, async () => {
      const { result, message, progress } = await released(release);
      assert.equal(message, "");
      const [service, edge] = result.targets;
      assert.deepEqual([service?.name, edge?.name], ["service", "edge"]);
      for (const target of [service, edge]) {
        assert.deepEqual(target?.left, []);
        assert.equal(target.errorRate, 0);
        assert.ok(target.p95Milliseconds > 0);
        assert.ok(target.requests > 80 && target.requests < 180, String(target.requests));
      }
      const steps = [...(service?.steps ?? []), ...(edge?.steps ?? [])];
      assert.ok(steps.every(({ ok }) => ok));
      assert.deepEqual(new Set(steps.flatMap(({ checklist }) => checklist)), new Set(SMOKE_ITEMS));
      assert.ok(progress.some((line) => /^edge: login limit holds \(\d+ ms\)$/.test(line)));
      const { stdout } = await smoke.stage.cluster.administer(
        `SELECT (SELECT string_agg(email, ' ') FROM account), (SELECT count(*) FROM session),
                (SELECT count(*) FROM task)`,
      );
      assert.equal(stdout.trim(), `${EMAIL}|0|0`);
    });
  }

  it("refuses v1.3.0-sick, which says that it is ready, for what every user would meet", async () => {
    const { refusedBy, message, progress } = await released("v1.3.0-sick");
    assert.deepEqual(refusedBy, ["register", "login"]);
    assert.match(message, /^post-func\.1: register \(service\): POST \/api\/auth\/register was/m);
    assert.match(message, /was answered with 500 instead of 201\.$/m);
    assert.match(message, /^ +> POST http:\/\/localhost:\d+\/api\/auth\/register$/m);
    assert.match(
      message,
      /^ +> \{"email":"smoke-test\+\w+@taskflow\.invalid","password":"\[redacted\]"\}$/m,
    );
    assert.match(message, /^ +< \{"error":"The request failed\."\}$/m);
    assert.ok(progress.includes("service: create left out, for register"));
    // What one target fails spares the next.
    assert.ok(!progress.some((line) => line.startsWith("edge:")));
  });

  it("waits once for the limit of logins that a run before has spent", async () => {
    const { url } = await smoke.backend("v1.1.0");
    const front = await smoke.edge(url, { limit: { requests: 10, milliseconds: 1000 } });
    front.spendLimit();
    try {
      const loginLimit = { requests: 10, per: "second" } as const;
      const input = smoke.input([smoke.edgeTarget(front)], { loginLimit });
      const { message, progress } = await run(input, front);
      assert.equal(message, "");
      assert.ok(progress.includes("edge: the limit of logins is spent; waiting 1 s for it"));
    } finally {
      front.close();
    }
  });

  it("says which account stays where the application has no way to end one", async () => {
    const { url } = await smoke.backend("v1.1.0");
    const front = await smoke.edge(url, {
      between: (asked, next) =>
        next(asked.path === "/api/account" ? { ...asked, path: "/api/nothing" } : asked),
    });
    try {
      const { message, result } = await run(smoke.input([smoke.edgeTarget(front)]), front);
      assert.equal(message, "");
      assert.match(result.targets[0]?.left.join() ?? "", /^smoke-test\+\w+@taskflow\.invalid$/);
    } finally {
      front.close();
    }
  });

  describe("refuses, and names what refused it:", () => {
    const outcomes = new Map<Fault, Outcome>();

    before(async () => {
      const { url } = await smoke.backend("v1.1.0");
      const queue = [...faults];
      const lane = async () => {
        for (let fault = queue.shift(); fault; fault = queue.shift()) {
          outcomes.set(fault, await tried(fault, url));
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    });

    async function tried(fault: Fault, backend: string): Promise<Outcome> {
      const front = await smoke.edge(backend, fault.front?.(smoke));
      try {
        const target = smoke.edgeTarget(front);
        const told = fault.target?.(target) ?? target;
        return await run(smoke.input([told], fault.input), front);
      } finally {
        front.close();
      }
    }

    for (const fault of faults) {
      it(fault.name, () => {
        const { refusedBy, message, tokens } =
          outcomes.get(fault) ?? assert.fail("It was not tried.");
        assert.deepEqual(refusedBy, fault.refusedBy, message);
        assert.match(message, fault.says);
        for (const secret of [PASSWORD, JSON.stringify(PASSWORD), SESSION_KEY, ...tokens]) {
          assert.ok(!message.includes(secret), message);
        }
      });
    }
  });
});
