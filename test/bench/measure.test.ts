import assert from "node:assert/strict";
import { measure, outputOf, run } from "./measure.ts";

const node = (source: string) => ({
  label: "node",
  file: process.execPath,
  args: ["-e", source],
  cwd: import.meta.dirname,
  env: process.env,
});

describe("measuring of the bench", () => {
  it("has one time a round for every command", async () => {
    const figures = await measure([node(""), node("0")], 2, () => undefined);
    assert.deepEqual(
      figures.map(({ seconds }) => seconds.length),
      [2, 2],
    );
    assert.ok(figures.every(({ seconds }) => seconds.every((second) => second > 0)));
  });

  it("reads what a command prints", async () => {
    assert.equal(await outputOf(node("console.log(6 * 7)")), "42\n");
  });

  it("takes no failure for a figure", async () => {
    await assert.rejects(run(node("console.error('no such stack'); process.exit(2)")), {
      message: "node ended with 2:\nno such stack",
    });
  });

  it("says when there is no such command", async () => {
    await assert.rejects(run({ ...node(""), file: "/no/such/command" }), /ENOENT/);
  });
});
