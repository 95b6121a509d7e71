import assert from "node:assert/strict";
import type { Listed } from "../../components/release/record/list.ts";
import { joined } from "../../components/release/record/list.ts";
import { restoreOf } from "../../components/release/rollback/restore.ts";
import { STEPS, doSteps, statusOf } from "../../components/release/rollback/steps.ts";
import { runs } from "../../components/release/rollback/traffic.ts";
import { type LiveWorkloads, targetOf } from "../../components/release/rollback/target.ts";
import { recorded } from "./records.ts";
import { deployment, imageOf, replicaSet } from "./workloads.ts";

const v1 = { version: "v1.0.0", revision: 1 };
const v2 = { version: "v1.1.0", revision: 2 };

/** Each workload at one of two releases of which the cluster has pods. */
function live(backend = v2, frontend = v2, kept = [v1, v2]): LiveWorkloads {
  const of = (app: string, now: typeof v1) => ({
    deployment: deployment(app, now),
    replicaSets: kept.map((release) => replicaSet(app, release)),
  });
  return { backend: of("backend", backend), frontend: of("frontend", frontend) };
}

function released(release: typeof v1, changes: Partial<Listed> = {}): Listed {
  const { version, revision } = release;
  const workload = (app: string) => ({
    image: imageOf(app, release),
    templateHash: `hash-${version}`,
  });
  const start = `2026-11-2${revision}T00:00:00.000Z`;
  return recorded({
    ...{ id: `of-${version}`, version, start, end: start },
    workloads: { backend: workload("backend"), frontend: workload("frontend") },
    ...changes,
  });
}

const signed = (records: readonly Listed[]) =>
  joined(records).map((each) => ({ ...each, signatures: [] }));

describe("the release to go back to", () => {
  const both = [released(v1), released(v2)];
  const to = ({ moves }: ReturnType<typeof targetOf>) =>
    moves.map(({ name, to }) => [name, to?.metadata?.name]);

  it("is the one before, where the newest is what runs", () => {
    const target = targetOf(live(), both);
    assert.deepEqual([target.version, target.undoes?.version], ["v1.0.0", "v1.1.0"]);
    assert.deepEqual(to(target), [
      ["backend", "backend-v100"],
      ["frontend", "frontend-v100"],
    ]);
  });

  it("is the newest that worked, where an update stopped half way", () => {
    const records = [released(v1), released(v2, { status: "unfinished" })];
    const target = targetOf(live(v2, v1), records);
    assert.deepEqual([target.version, target.undoes?.version], ["v1.0.0", "v1.1.0"]);
    assert.deepEqual(to(target), [
      ["backend", "backend-v100"],
      ["frontend", undefined],
    ]);
  });

  it("is none that somebody has gone back from, and none that is what runs", () => {
    const rollback = recorded({
      ...{ id: "back", kind: "rollback", version: "v1.0.0", undoes: "of-v1.1.0" },
      start: "2026-11-23T00:00:00.000Z",
    });
    const records = signed([...both, rollback]);
    assert.throws(
      () => targetOf(live(v1, v1), records),
      /no release that worked .* v1\.0\.0, v1\.1\.0/,
    );
    assert.equal(targetOf(live(v1, v1), records, "v1.1.0").version, "v1.1.0");
  });

  describe("when somebody was interrupted who went back", () => {
    const v3 = { version: "v1.2.0", revision: 3 };
    const all = [released(v1), released(v2), released(v3)];
    const back = recorded({
      ...{ id: "back", kind: "rollback", version: "v1.1.0", undoes: "of-v1.2.0" },
      start: "2026-11-24T00:00:00.000Z",
    });

    for (const status of ["unfinished", "failed"] as const) {
      it(`is where they were going, and never the one that they wanted to leave (${status})`, () => {
        const records = signed([...all, { ...back, status }]);
        for (const [backend, frontend] of [
          [v3, v3],
          [v2, v3],
          [v2, v2],
        ] as const) {
          const target = targetOf(live(backend, frontend, [v1, v2, v3]), records);
          assert.deepEqual([target.version, target.undoes?.version], ["v1.1.0", "v1.2.0"]);
        }
      });
    }

    it("is the one before, where they have come to their end", () => {
      const target = targetOf(live(v2, v2, [v1, v2, v3]), signed([...all, back]));
      assert.deepEqual([target.version, target.undoes?.version], ["v1.0.0", "v1.1.0"]);
    });
  });

  it("is an older one, where nothing is left of those that followed", () => {
    const v3 = { version: "v1.2.0", revision: 3 };
    const records = [released(v1), released(v2), released(v3)];
    assert.equal(targetOf(live(v3, v3, [v1, v3]), records).version, "v1.0.0");
  });

  it("may be what runs already, where it is asked for", () => {
    assert.deepEqual(to(targetOf(live(v1, v1), both, "v1.0.0")), [
      ["backend", undefined],
      ["frontend", undefined],
    ]);
  });

  it("is by the label of its pods, where nobody has recorded it", () => {
    const target = targetOf(live(), [], "v1.0.0");
    assert.deepEqual(
      [target.record, target.moves[0]?.to?.metadata?.name],
      [undefined, "backend-v100"],
    );
  });

  it("is none of which the cluster keeps no pods, and that says which there are", () => {
    assert.throws(() => targetOf(live(v2, v2, [v2]), both), /v1\.1\.0.*pulumi up/);
    assert.throws(() => targetOf(live(), both, "v0.1.0"), /There is no v0\.1\.0/);
  });
});

describe("what the data are put back to", () => {
  const undoes = released(v2, {
    schema: { after: "0002", restoreTo: "2026-11-28T01:00:00+01:00", applied: ["0002"] },
    backup: {
      id: "1",
      locations: ["s3://x/1", "pgbackrest-0:/x/taskflow_backup_20260101T000000Z.tar.gz"],
    },
  });

  it("is the instant before the migrations of what is undone", () => {
    assert.equal(restoreOf(undefined, undoes, true).from, "2026-11-28T00:00:00.000Z");
  });

  it("is the copy from before it where it has migrated nothing, or there is nothing else", () => {
    const copy = "taskflow_backup_20260101T000000Z.tar.gz";
    assert.equal(restoreOf(undefined, undoes, false).from, copy);
    const unmigrated = { ...undoes, schema: { after: "0002", restoreTo: "", applied: [] } };
    assert.equal(restoreOf(undefined, unmigrated, true).from, copy);
    assert.throws(() => restoreOf(undefined, undefined, true), /--restore-database=…/);
  });

  for (const [asked, from] of [
    ["taskflow_backup_20260101T010203Z.tar.gz", "taskflow_backup_20260101T010203Z.tar.gz"],
    ["20260101-010203F", "20260101-010203F"],
    ["20260101-010203F_20260102-010203I", "20260101-010203F_20260102-010203I"],
    ["2026-01-01T01:02:03+01:00", "2026-01-01T00:02:03.000Z"],
  ] as const) {
    it(`may be ${asked}`, () => {
      assert.equal(restoreOf(asked, undefined, true).from, from);
    });
  }

  it("is nothing that could be meant otherwise", () => {
    for (const asked of ["yesterday", "2026-01-01T01:02:03", "../x.tar.gz", "v1.0.0", "12"]) {
      assert.throws(() => restoreOf(asked, undefined, true), /takes a logical copy/, asked);
    }
    assert.throws(
      () => restoreOf("20260101-010203F", undefined, false),
      /takes a logical copy here/,
    );
  });
});

describe("pods that are waited for when traffic is stopped", () => {
  it("are those that may still write", () => {
    const phases = ["Pending", "Running", "Unknown", "Failed", "Succeeded"];
    const running = phases.filter((phase) => runs({ status: { phase } }));
    assert.deepEqual(running, ["Pending", "Running", "Unknown"]);
  });
});

describe("the steps of going back", () => {
  const run = async (failing: readonly string[], left: readonly string[] = []) => {
    const order: string[] = [];
    const work = Object.fromEntries(
      STEPS.filter((name) => !left.includes(name)).map((name) => [
        name,
        (): Promise<void> => {
          order.push(name);
          return failing.includes(name) ? Promise.reject(new Error("no")) : Promise.resolve();
        },
      ]),
    );
    const done = await doSteps(work, () => undefined);
    return { order, status: statusOf(done) };
  };

  it("are done in the checklist's order", async () => {
    assert.deepEqual(await run([]), { order: STEPS, status: "success" });
  });

  it("leave out what is not asked for", async () => {
    const { order } = await run([], ["stop-traffic", "restore-database", "enable-traffic"]);
    assert.deepEqual(order, ["roll-back", "verify-rollout", "smoke"]);
  });

  for (const [failing, status] of [
    ["stop-traffic", "failed"],
    ["roll-back", "failed"],
    ["verify-rollout", "failed"],
    ["restore-database", "partial"],
    ["enable-traffic", "failed"],
    ["smoke", "partial"],
  ] as const) {
    it(`serve people again when ${failing} has failed, and do nothing else that needs it`, async () => {
      const result = await run([failing]);
      assert.equal(result.status, status);
      assert.deepEqual(result.order, [
        ...STEPS.slice(0, STEPS.indexOf(failing) + 1),
        ...STEPS.slice(4).filter((name) => STEPS.indexOf(name) > STEPS.indexOf(failing)),
      ]);
    });
  }
});
