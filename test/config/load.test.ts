import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type TaskflowConfig, loadConfig } from "../../infra/config/index.ts";
import { readStackFile } from "../../infra/config/stack-file.ts";
import { ROOT } from "./support.ts";

/** The configuration as the program of a stack loads it. */
async function load(
  stack: string,
  overrides: Record<string, string> = {},
): Promise<TaskflowConfig> {
  const { config, secretKeys } = readStackFile(ROOT, stack);
  await pulumi.runtime.setMocks(
    {
      newResource: () => assert.fail("Loading the configuration registers nothing."),
      call: () => assert.fail("Loading the configuration calls nothing."),
    },
    "taskflow",
    stack,
    true,
  );
  pulumi.runtime.setAllConfig({ ...config, ...overrides }, [...secretKeys]);
  return loadConfig();
}

describe("loadConfig", () => {
  after(() => {
    pulumi.runtime.setAllConfig({}, []);
  });

  it("gives settings as values and secrets as secret outputs", async () => {
    const config = await load("production");
    assert.equal(config.release.version, "v1.0.0");
    assert.equal(config.backend.autoscaling.targetCpuPercent, 70);
    assert.ok(Object.isFrozen(config) && Object.isFrozen(config.secrets));
    const { mailPassword, dnsApiToken } = config.secrets;
    assert.equal(dnsApiToken, undefined);
    assert.ok(pulumi.Output.isInstance(mailPassword));
    assert.equal(await pulumi.isSecret(mailPassword), true);
  });

  it("fails with all problems as one message and no stack trace", async () => {
    const broken = { "taskflow:timeZone": "Mars/Olympus", "taskflow:doman": "{}" };
    await assert.rejects(load("staging", broken), (error: unknown) => {
      // Of any other error the engine shows the stack.
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(
        error.message,
        [
          "The configuration of stack staging has 2 problems:",
          "",
          "taskflow:doman is not a key of the configuration; the nearest one is taskflow:domain",
          "    npx pulumi config rm --stack staging taskflow:doman",
          "",
          'taskflow:timeZone is "Mars/Olympus"; it must be a time zone of the IANA database in its exact spelling',
          "    npx pulumi config set --stack staging taskflow:timeZone Europe/Berlin",
        ].join("\n"),
      );
      return true;
    });
  });

  it("leaves other programs' keys alone", async () => {
    await load("local", { "kubernetes:context": "kind", "pulumi:tags": "{}", "aws:region": "x" });
  });
});
