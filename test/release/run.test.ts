import assert from "node:assert/strict";
import { type Gate, Refused } from "../../components/release/gates/gate.ts";
import { runGate } from "../../components/release/gates/run.ts";
import type { Ending, Recorder } from "../../components/release/record/recorder.ts";

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

async function run(name: string | undefined, input: string, recorder?: Recorder, own = gate) {
  let output = "";
  let errors = "";
  const streams = {
    input: () => Promise.resolve(input),
    output: (text: string) => (output += text),
    errors: (text: string) => (errors += text),
  };
  const code = await runGate([own], name, streams, recorder);
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

  describe("that is recorded", () => {
    const endings: Ending[] = [];
    const recorder: Recorder = () =>
      Promise.resolve({
        attempt: "an-attempt",
        end: (ending) => {
          endings.push(ending);
          return Promise.resolve();
        },
      });
    const broken: Recorder = () => Promise.reject(new Error("the cluster is away"));
    const failing: Recorder = () =>
      Promise.resolve({ attempt: "x", end: () => Promise.reject(new Error("no room")) });

    beforeEach(() => {
      endings.length = 0;
    });

    it("says in its result where, and keeps what it has said and returned", async () => {
      const { output } = await run("double", '{"count": 2}', recorder);
      assert.equal(output, '{"doubled":4,"recorded":{"attempt":"an-attempt"}}\n');
      assert.deepEqual(endings, [
        { outcome: "holds", refusals: [], result: { doubled: 4 }, log: ["doubling 2"] },
      ]);
    });

    it("keeps what was refused, and what could not be decided", async () => {
      await run("double", '{"count": -1}', recorder);
      await run("double", '{"count": 10}', recorder);
      assert.deepEqual(
        endings.map(({ outcome, refusals, meanwhile, problem }) => [
          ...[outcome, refusals.length, meanwhile, problem],
        ]),
        [
          ["refused", 2, "what was running goes on", undefined],
          ["undecided", 0, undefined, "the calculator is away"],
        ],
      );
    });

    it("holds all the same when that fails, and says so in its result and to people", async () => {
      for (const [by, problem] of [
        [broken, /the record of the release cannot be kept: the cluster is away/],
        [failing, /what has become of it could not be recorded: no room/],
      ] as const) {
        const { code, output, errors } = await run("double", '{"count": 2}', by);
        assert.equal(code, 0);
        assert.match(
          (JSON.parse(output) as { recorded: { problem: string } }).recorded.problem,
          problem,
        );
        assert.match(errors, problem);
      }
    });

    it("is refused in its own words when that fails too", async () => {
      const { code, errors } = await run("double", '{"count": -1}', failing);
      assert.equal(code, 1);
      assert.match(errors, /code\.1: The count is negative[^]*could not be recorded: no room/);
    });

    it("is not even tried where it is the first, since nothing has happened yet", async () => {
      const first = { ...gate, name: "readiness" };
      const { code, errors, output } = await run("readiness", '{"count": 2}', broken, first);
      assert.deepEqual([code, output], [3, ""]);
      assert.doesNotMatch(errors, /doubling/);
      assert.match(errors, /the record of the release cannot be kept: the cluster is away/);
    });
  });
});
