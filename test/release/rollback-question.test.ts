import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { Unusable } from "../../infra/preview/failure.ts";
import { confirm } from "../../infra/rollback/question.ts";

/** What becomes of a question to which somebody at a terminal types this. */
async function asked(type: (input: PassThrough) => void): Promise<string> {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const answered = confirm("Go back to v1.0.0?", { input, output });
  assert.match(String(output.read()), /Go back to v1\.0\.0\? \[y\/N\]/);
  type(input);
  try {
    await answered;
    return "goes on";
  } catch (error) {
    // With the status of what the person who called can put right.
    assert.ok(error instanceof Unusable, String(error));
    return error.message;
  }
}

describe("the question of a rollback", () => {
  for (const answer of ["y", "Y", " yes "]) {
    it(`takes "${answer}" for yes`, async () => {
      assert.equal(await asked((input) => input.write(`${answer}\r`)), "goes on");
    });
  }

  for (const answer of ["", "n", "yet"]) {
    it(`takes "${answer}" for no`, async () => {
      assert.equal(await asked((input) => input.write(`${answer}\r`)), "nothing was done");
    });
  }

  for (const [how, type] of [
    ["Ctrl+D", (input: PassThrough) => input.write("\u0004")],
    ["Ctrl+C", (input: PassThrough) => input.write("\u0003")],
    ["a terminal that is closed", (input: PassThrough) => input.end()],
  ] as const) {
    it(`takes ${how} for no answer`, async () => {
      assert.equal(await asked(type), "nobody has answered: nothing was done");
    });
  }

  it("is not asked where nobody would see it", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    await assert.rejects(confirm("Go back?", { input, output }), /nobody to ask: --yes/);
    assert.equal(output.read(), null);
  });
});
