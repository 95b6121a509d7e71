import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { root } from "../support/stacks.ts";

/** Runs a program in a process of its own, where the SDK is not loaded yet, and returns what it prints as JSON. */
function printed(program: string, env: NodeJS.ProcessEnv = {}): unknown {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", program],
    { cwd: root, encoding: "utf8", env: { ...process.env, ...env } },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** More than the one module that stands in for gRPC. */
const LOADED = `
  const { createRequire } = await import("node:module");
  const loaded = () => Object.keys(createRequire(process.cwd() + "/x").cache)
    .filter((path) => /node_modules.(?:typescript|@grpc.grpc-js|@npmcli.arborist).(?:lib|build|src)/.test(path))
    .length > 1;`;

describe("the SDK, lightened", () => {
  it("loads no compiler and no gRPC for a program that needs none", () => {
    const program = (first: string) => `${LOADED}
      ${first}
      await import("@pulumi/kubernetes");
      console.log(loaded());`;
    assert.equal(printed(program("")), true);
    const defer = `
      (await import("./infra/sdk/defer.ts")).deferUnused();
      (await import("./infra/sdk/grpc.ts")).loadGrpcWhenUsed();`;
    assert.equal(printed(program(defer)), false);
  });

  it("still serializes a function, loads a chart's module and connects, when a program does", () => {
    const result = printed(`
      (await import("./infra/sdk/defer.ts")).deferUnused();
      (await import("./infra/sdk/grpc.ts")).loadGrpcWhenUsed();
      const pulumi = await import("@pulumi/pulumi");
      const { helm } = await import("@pulumi/kubernetes");
      const { text } = await pulumi.runtime.serializeFunction(() => 42);
      const { createRequire } = await import("node:module");
      const require = createRequire(createRequire(process.cwd() + "/x").resolve("@pulumi/pulumi"));
      const grpc = require("@grpc/grpc-js");
      const { ResourceMonitorClient } = require("./proto/resource_grpc_pb");
      const client = new ResourceMonitorClient("127.0.0.1:1", grpc.credentials.createInsecure());
      console.log(JSON.stringify({
        serialized: text.includes("42"),
        chart: typeof helm.v3.Release,
        call: typeof client.registerResource,
        state: typeof pulumi.automation.LocalWorkspace,
      }));
      process.exit();`);
    assert.deepEqual(result, {
      serialized: true,
      chart: "function",
      call: "function",
      state: "function",
    });
  });

  it("takes stack traces of promises only for the report of leaks, and leaves those of errors alone", () => {
    const program = `
      const { createRequire } = await import("node:module");
      const require = createRequire(process.cwd() + "/x");
      (await import("./infra/sdk/traces.ts")).takeNoTraces();
      const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
      const promise = Promise.resolve();
      await debuggablePromise(promise, "test");
      console.log(JSON.stringify([
        /\\n +at /.test(promise._debugStackTrace),
        /\\n +at /.test(new Error("x").stack),
      ]));
      process.exit();`;
    assert.deepEqual(printed(program), [false, true]);
    assert.deepEqual(printed(program, { PULUMI_DEBUG_PROMISE_LEAKS: "1" }), [true, true]);
  });
});
