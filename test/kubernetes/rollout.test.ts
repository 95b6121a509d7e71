import assert from "node:assert/strict";
import { type CustomTimeouts, runtime } from "@pulumi/pulumi";
import { PROGRESS_DEADLINE_SECONDS, rolloutTimeouts } from "../../components/kubernetes/rollout.ts";
import { readStackFile } from "../../infra/config/stack-file.ts";
import { previewProgram } from "../../infra/preview/engine/index.ts";
import { program } from "../../infra/program.ts";
import { fields } from "../support/objects.ts";
import { root, stacks } from "../support/stacks.ts";

/** Seconds that the provider waits unless told. */
const PROVIDERS = 600;

/** Of the Deployments of a stack: whether they give up, and how long they are waited for. */
async function deploymentsOf(stack: string) {
  const found: { name: string; givesUp: boolean; timeouts: CustomTimeouts | undefined }[] = [];
  const { config, secretKeys } = readStackFile(root, stack);
  await previewProgram(
    () => {
      runtime.registerStackTransformation(({ type, name, props, opts }) => {
        if (type === "kubernetes:apps/v1:Deployment") {
          const { progressDeadlineSeconds } = fields(props["spec"]);
          const timeouts = "customTimeouts" in opts ? opts.customTimeouts : undefined;
          found.push({ name, givesUp: progressDeadlineSeconds !== undefined, timeouts });
        }
        return undefined;
      });
      return program();
    },
    { project: "taskflow", stack, root, config, secretKeys: [...secretKeys], log: () => undefined },
  );
  return found;
}

describe("the wait for a rollout", () => {
  it("ends soon after a Deployment has given up", () => {
    assert.deepEqual(rolloutTimeouts(2), { create: "330s", update: "330s" });
    assert.ok(Number.parseInt(rolloutTimeouts(1).update ?? "") > PROGRESS_DEADLINE_SECONDS);
  });

  it("lasts as long as many pods take, one after another", () => {
    assert.deepEqual(rolloutTimeouts(11), rolloutTimeouts(1));
    assert.deepEqual(rolloutTimeouts(12), { create: "360s", update: "360s" });
  });

  for (const stack of stacks) {
    it(`is that of every Deployment of ${stack} that gives up, and of no other`, async () => {
      const deployments = await deploymentsOf(stack);
      assert.ok(deployments.some(({ givesUp }) => givesUp));
      for (const { name, givesUp, timeouts } of deployments) {
        assert.equal(timeouts !== undefined, givesUp, name);
        for (const each of [timeouts?.create, timeouts?.update]) {
          if (each === undefined) continue;
          const seconds = Number.parseInt(each);
          assert.ok(seconds > PROGRESS_DEADLINE_SECONDS && seconds < PROVIDERS, `${name}: ${each}`);
        }
      }
    });
  }
});
