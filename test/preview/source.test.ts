import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { runProgram } from "../../infra/preview/engine/index.ts";
import { sourceOf } from "../../infra/preview/engine/source.ts";
import { root } from "../support/stacks.ts";

const at = (file: string, line = 1) => ({ uri: `file:///repository/${file}`, line });

describe("the line that declares a resource", () => {
  it("is the innermost of a component or stack, rather than of a helper or package", () => {
    const frames = [
      at("node_modules/@pulumi/kubernetes/provider.js", 79),
      at("components/kubernetes/config-map.ts", 18),
      at("components/web/backend.ts", 72),
      at("stacks/taskflow.ts", 113),
      at("infra/program.ts", 6),
    ];
    assert.deepEqual(sourceOf(frames, "/repository"), {
      file: "components/web/backend.ts",
      line: 72,
    });
    assert.deepEqual(sourceOf(frames.slice(0, 2), "/repository")?.file, frames[1]?.uri.slice(19));
    assert.deepEqual(sourceOf(frames.slice(4), "/repository")?.file, "infra/program.ts");
  });

  it("is read from the URL of an ES module, which the SDK takes for a relative path", () => {
    const uri = "file:///elsewhere/file:/repository/stacks/task%20flow.ts";
    assert.deepEqual(sourceOf([{ uri, line: 3 }], "/repository"), {
      file: "stacks/task flow.ts",
      line: 3,
    });
  });

  it("is none for what the repository does not declare", () => {
    for (const frames of [
      [],
      [{}],
      [{ uri: "node:internal/process", line: 1 }],
      [at("node_modules/a/stacks/b.ts")],
      [{ uri: "file:///repository-of-others/stacks/a.ts", line: 1 }],
    ]) {
      assert.equal(sourceOf(frames, "/repository"), undefined);
    }
  });

  it("is right for a program whose types Node strips", async () => {
    const declare = () => new random.RandomId("here", { byteLength: 4 });
    const surroundings = { project: "taskflow", stack: "test", root, config: {}, secretKeys: [] };
    const { declared } = await runProgram(
      () => {
        declare();
        new pulumi.ComponentResource("taskflow:test:None", "none");
      },
      { ...surroundings, log: () => undefined },
    );
    const file = "test/preview/source.test.ts";
    const lines = readFileSync(join(root, file), "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes('RandomId("here"')) + 1;
    assert.deepEqual(
      declared.map(({ name, source }) => [name, source]),
      [["here", { file, line }]],
    );
  });
});
