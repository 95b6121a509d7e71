import assert from "node:assert/strict";
import { endOf, jobFrom } from "../../components/release/kubernetes/job.ts";
import type { Pod } from "../../components/release/kubernetes/objects.ts";
import { valuesIn } from "../../components/release/kubernetes/mounted-secrets.ts";
import { begunIn, hasEnded, obstacleOf } from "../../components/release/kubernetes/pod.ts";

const cronJob = {
  metadata: { name: "schema-migration", namespace: "taskflow", uid: "1-2-3" },
  spec: {
    schedule: "0 0 31 2 *",
    suspend: true,
    jobTemplate: {
      metadata: { labels: { app: "schema-migration" } },
      spec: {
        backoffLimit: 6,
        activeDeadlineSeconds: 60,
        template: { spec: { containers: [{ name: "migrations" }] } },
      },
    },
  },
};

describe("a Job of a CronJob", () => {
  it("is the template's, under a name of its own, owned by the CronJob and never retried", () => {
    assert.deepEqual(jobFrom(cronJob), {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        generateName: "schema-migration-",
        labels: { app: "schema-migration" },
        annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
        ownerReferences: [
          {
            apiVersion: "batch/v1",
            kind: "CronJob",
            name: "schema-migration",
            uid: "1-2-3",
            controller: true,
          },
        ],
      },
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 60,
        template: { spec: { containers: [{ name: "migrations" }] } },
      },
    });
  });

  it("is about what its variables say, where the template has them", () => {
    const { jobTemplate } = cronJob.spec;
    const container = { name: "restore", env: [{ name: "RESTORE", value: "" }, { name: "TZ" }] };
    const template = { spec: { containers: [container] } };
    const spec = { ...cronJob.spec, jobTemplate: { spec: { ...jobTemplate.spec, template } } };
    const { spec: made } = jobFrom({ ...cronJob, spec }, { RESTORE: "then" }) as typeof jobTemplate;
    assert.deepEqual(made.template.spec.containers, [
      { name: "restore", env: [{ name: "RESTORE", value: "then" }, { name: "TZ" }] },
    ]);
    assert.throws(() => jobFrom(cronJob, { RESTORE: "then" }), /has a variable RESTORE/);
  });

  it("is not made of one that the cluster does not have", () => {
    assert.throws(() => jobFrom({ ...cronJob, metadata: { name: "x" } }), /no uid/);
  });

  it("has ended when its controller says so", () => {
    const condition = (type: string, status: string) => ({
      status: { conditions: [{ type, status, reason: "DeadlineExceeded", message: "Too long" }] },
    });
    assert.equal(endOf({}), undefined);
    assert.equal(endOf(condition("Failed", "False")), undefined);
    assert.equal(endOf(condition("SuccessCriteriaMet", "True")), undefined);
    assert.deepEqual(endOf(condition("Complete", "True")), { succeeded: true });
    assert.deepEqual(endOf(condition("Failed", "True")), {
      succeeded: false,
      why: "DeadlineExceeded: Too long",
    });
  });
});

describe("a pod", () => {
  const pod = (state: object, phase = "Pending", more: object = {}): Pod => ({
    status: {
      phase,
      initContainerStatuses: [{ name: "guard", restartCount: 0, state: { running: {} } }],
      containerStatuses: [{ name: "migrations", restartCount: 0, state, ...more }],
    },
  });

  it("has logs of what runs, has ended, or is started again", () => {
    assert.deepEqual(
      begunIn(pod({ waiting: { reason: "PodInitializing" } })).map(({ name }) => name),
      ["guard"],
    );
    assert.deepEqual(begunIn(pod({ terminated: { exitCode: 1 } }))[1], {
      name: "migrations",
      restarts: 0,
      exitCode: 1,
    });
    const crashed = pod({ waiting: { reason: "CrashLoopBackOff" } }, "Running", {
      restartCount: 1,
      lastState: { terminated: { exitCode: 1 } },
    });
    assert.deepEqual(begunIn(crashed)[1], { name: "migrations", restarts: 1 });
  });

  it("says what it waits for, and nothing of what is only about to come", () => {
    assert.equal(obstacleOf(pod({ waiting: { reason: "ContainerCreating" } })), undefined);
    assert.equal(obstacleOf(pod({ running: {} })), undefined);
    assert.equal(
      obstacleOf(pod({ waiting: { reason: "ErrImagePull", message: "not found" } })),
      "migrations: ErrImagePull: not found",
    );
    const again = { restartCount: 1, lastState: { terminated: { exitCode: 1 } } };
    assert.equal(
      obstacleOf(pod({ waiting: { reason: "CrashLoopBackOff" } }, "Running", again)),
      undefined,
    );
    const unscheduled = {
      status: {
        conditions: [
          { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/3 nodes" },
        ],
      },
    };
    assert.equal(obstacleOf(unscheduled), "Unschedulable: 0/3 nodes");
  });

  it("has ended in its last two phases", () => {
    assert.deepEqual(
      ["Pending", "Running", "Succeeded", "Failed"].map((phase) => hasEnded(pod({}, phase))),
      [false, false, true, true],
    );
  });
});

describe("secrets in files", () => {
  it("are their lines and the values of settings, unless they are short", () => {
    assert.deepEqual(valuesIn("[global]\nrepo2-s3-key=AKIA12345\nshort=abc\n"), [
      "[global]",
      "repo2-s3-key=AKIA12345",
      "short=abc",
      "AKIA12345",
    ]);
    assert.deepEqual(valuesIn("hunter22"), ["hunter22"]);
    assert.deepEqual(valuesIn("hunter2"), []);
    const json = JSON.stringify({ calendar: { key: "key of the calendar", id: "7" } });
    assert.deepEqual(valuesIn(json), [json, "key of the calendar"]);
  });
});
