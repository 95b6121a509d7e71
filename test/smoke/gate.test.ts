import assert from "node:assert/strict";
import { SMOKE_ITEMS } from "../../components/release/smoke/plan.ts";
import { missing } from "../database/real/host.ts";
import { Front } from "./front.ts";
import { EMAIL, PASSWORD, SmokeStage, run } from "./support.ts";

describe("the smoke gate and releases of TaskFlow", function () {
  this.timeout(30_000);
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
    const { url } = await smoke.stage.backend(release);
    const frontend = await Front.open({ backend: url, pages: smoke.pages });
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
    it(`${release} passes, past the edge and through it, and nothing of the run stays`, async () => {
      const { result, message, progress } = await released(release);
      assert.equal(message, "");
      const [service, edge] = result?.targets ?? [];
      assert.deepEqual([service?.name, edge?.name], ["service", "edge"]);
      for (const target of [service, edge]) {
        assert.deepEqual(target?.left, []);
        assert.equal(target.errorRate, 0);
        assert.ok(target.p95Milliseconds > 0);
        assert.ok(target.requests > 100 && target.requests < 220, String(target.requests));
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

  it("v1.3.0-sick is refused by each step that needs the API, although it says that it is ready", async () => {
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
    assert.ok(!message.includes(PASSWORD));
    assert.ok(progress.includes("service: create left out, for register"));
    // What one target fails spares the next.
    assert.ok(!progress.some((line) => line.startsWith("edge:")));
  });
});
