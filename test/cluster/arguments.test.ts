import assert from "node:assert/strict";
import { parseArguments } from "./arguments.ts";

describe("npm run cluster", () => {
  it("does what it is told", () => {
    for (const kind of ["up", "status", "down"] as const) {
      assert.deepEqual(parseArguments([kind]), { kind });
    }
    assert.deepEqual(parseArguments(["up", "--help"]), { kind: "help" });
  });

  it("runs what comes after --, as it is, or a shell", () => {
    const command = ["kubectl", "get", "pods", "--help", "--", "up"];
    assert.deepEqual(parseArguments(["exec", "--", ...command]), { kind: "exec", command });
    assert.deepEqual(parseArguments(["exec", "--"]), { kind: "exec", command: ["bash"] });
    assert.deepEqual(parseArguments(["exec"]), { kind: "exec", command: ["bash"] });
  });

  const refusals: Readonly<Record<string, RegExp>> = {
    "": /^nothing is asked for\nUsage: npm run cluster -- up \| /,
    dwon: /^there is no dwon, only up, status, down, exec; did you mean down\?\n/,
    "down --force": /^unknown option --force\n/,
    "status now": /^unexpected argument now\n/,
    "up -- ls": /^up runs no command; exec does\n/,
    "exec ls": /^unexpected argument ls; what is to be run comes after --\n/,
    "exec --hepl -- ls": /^unknown option --hepl; did you mean --help\?\n/,
  };
  for (const [line, message] of Object.entries(refusals)) {
    it(`refuses ${line || "to do nothing"}`, () => {
      assert.throws(() => parseArguments(line.split(" ").filter(Boolean)), { message });
    });
  }
});
