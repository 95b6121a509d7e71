import assert from "node:assert/strict";
import { help, parseArguments } from "../../infra/preview/arguments.ts";
import { Unusable } from "../../infra/preview/failure.ts";

describe("command line of preview", () => {
  it("defaults to production, as text, with the engine that there is", () => {
    assert.deepEqual(parseArguments([]), { stack: "production", engine: "auto", format: "text" });
  });

  it("reads every option, with = or a space", () => {
    assert.deepEqual(
      parseArguments([
        "--stack=local",
        "--engine",
        "embedded",
        "--against",
        "main",
        "--out=x",
        "--json",
      ]),
      { stack: "local", engine: "embedded", against: "main", format: "json", out: "x" },
    );
    for (const format of ["markdown", "sarif"]) {
      const expected = { stack: "production", engine: "auto", format };
      assert.deepEqual(parseArguments([`--${format}`]), expected);
    }
  });

  it("gives help when asked, and names every option in it", () => {
    assert.equal(parseArguments(["--help"]), "help");
    assert.equal(parseArguments(["-h"]), "help");
    for (const option of [
      "--stack",
      "--engine",
      "--against",
      "--json",
      "--markdown",
      "--sarif",
      "--out",
    ]) {
      assert.ok(help.includes(`  ${option} `), option);
    }
  });

  const refusals: [problem: RegExp, ...line: string[]][] = [
    [/unknown option --stak; did you mean --stack\?/, "--stak", "local"],
    [/unknown option --josn; did you mean --json\?/, "--josn"],
    [/unknown option --frobnicate\n/, "--frobnicate"],
    [/unknown option --__proto__/, "--__proto__"],
    [/unknown option -x/, "-x"],
    [/unexpected argument "local"/, "local"],
    [/--stack needs a value/, "--stack"],
    [/--stack needs a value/, "--stack="],
    [/--stack needs a value/, "--stack", "--json"],
    [/--json takes no value/, "--json=yes"],
    [/--stack is given more than once/, "--stack", "a", "--stack", "b"],
    [/must be one of auto, embedded, pulumi; did you mean embedded\?/, "--engine", "embeded"],
    [/--json and --markdown exclude each other/, "--json", "--markdown"],
    [/--markdown and --sarif exclude each other/, "--sarif", "--markdown"],
    [/--json and --sarif exclude each other/, "--sarif", "--json"],
    [/--sarif has what/, "--sarif", "--against", "main"],
    [/--against compares/, "--against", "main", "--engine", "pulumi"],
  ];
  for (const [problem, ...line] of refusals) {
    it(`refuses ${line.join(" ")}`, () => {
      assert.throws(
        () => parseArguments(line),
        (error) =>
          error instanceof Unusable &&
          problem.test(error.message) &&
          error.message.includes("Usage: npm run preview"),
      );
    });
  }
});
