import assert from "node:assert/strict";
import { type Gate, Refused } from "../../components/release/gates/gate.ts";
import { runGate } from "../../components/release/gates/run.ts";

const gate: Gate<{ readonly count: number }, { readonly doubled: number }> = {
  name: "double",
  checklist: ["code.1"],
  parse: (input) => {
    const { count } = input as { count: unknown };
    if (typeof count !== "number") throw new Error("count must be a number");
    return { count };
  },
  run: async ({ count }, { progress }) => {
    progress(`doubling ${count}`);
    await Promise.resolve();
    if (count > 9) throw new Error("the calculator is away");
    if (count < 0) {
      throw new Refused([
        { item: "code.1", problem: "The count is negative.", fix: "Count again." },
        { item: "code.2", problem: "It is odd.", fix: "Add one." },
      ]);
    }
    return { doubled: count * 2 };
  },
};

async function run(name: string | undefined, input: string) {
  let output = "";
  let errors = "";
  const code = await runGate([gate], name, {
    input: () => Promise.resolve(input),
    output: (text) => (output += text),
    errors: (text) => (errors += text),
  });
  return { code, output, errors };
}

describe("a gate", () => {
  it("prints its result alone on standard output, and progress beside it", async () => {
    assert.deepEqual(await run("double", '{"count": 2}'), {
      code: 0,
      output: '{"doubled":4}\n',
      errors: "double: doubling 2\n",
    });
  });

  it("says everything that is refused, with item and fix, and prints no result", async () => {
    const { code, output, errors } = await run("double", '{"count": -1}');
    assert.deepEqual([code, output], [1, ""]);
    assert.match(errors, /what was running goes on/);
    assert.match(errors, /^code\.1: The count is negative\. Count again\.$/m);
    assert.match(errors, /^code\.2: It is odd\. Add one\.$/m);
  });

  it("says what runs from now on, where that is not what ran before", async () => {
    const refusing: Gate<unknown, unknown> = {
      ...gate,
      parse: (input) => input,
      run: () => Promise.reject(new Refused([], "backend is back at v1.0.0")),
    };
    let errors = "";
    await runGate([refusing], "double", {
      input: () => Promise.resolve("{}"),
      output: () => undefined,
      errors: (text) => (errors += text),
    });
    assert.match(errors, /^double: the release is refused, and backend is back at v1\.0\.0\.$/m);
  });

  it("stops the release when it cannot decide", async () => {
    const { code, output, errors } = await run("double", '{"count": 10}');
    assert.deepEqual([code, output], [3, ""]);
    assert.match(errors, /could not be decided, so the release stops: the calculator is away/);
  });

  for (const [what, name, input, message] of [
    ["no JSON", "double", "{", /cannot be read/],
    ["a wrong field", "double", '{"count": "2"}', /count must be a number/],
    ["another name", "triple", "{}", /no gate triple.*There are: double/],
    ["no name", undefined, "{}", /There are: double/],
  ] as const) {
    it(`is called wrongly with ${what}`, async () => {
      const { code, output, errors } = await run(name, input);
      assert.deepEqual([code, output], [2, ""]);
      assert.match(errors, message);
    });
  }
});
