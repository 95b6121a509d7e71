import assert from "node:assert/strict";
import { parseArguments } from "./arguments.ts";

describe("npm run try", () => {
  it("deploys the first release on a cluster of its own, unless told otherwise", () => {
    assert.deepEqual(parseArguments([]), { kind: "up", version: "v1.0.0" });
    assert.deepEqual(parseArguments(["--release", "v1.3.0-sick"]), {
      kind: "up",
      version: "v1.3.0-sick",
    });
    assert.deepEqual(parseArguments(["--kubeconfig", "file", "--context=name"]), {
      kind: "up-on",
      target: { kubeconfig: "file", context: "name" },
    });
    assert.deepEqual(parseArguments(["--down"]), { kind: "down" });
  });

  const refusals: Readonly<Record<string, RegExp>> = {
    "--release v9.9.9": /^there is no release v9\.9\.9, only v1\.0\.0, /,
    "--context name": /^--context needs --kubeconfig\n/,
    "--kubeconfig file --release v1.1.0": /^on a cluster of your own, Pulumi\.local\.yaml says/,
    "--kubeconfig": /^--kubeconfig needs a value\n/,
    "--down --release v1.0.0": /^--down goes with no other option\n/,
    "--dwon": /^unknown option --dwon; did you mean --down\?\n/,
    down: /^unexpected argument down\n/,
  };
  for (const [line, message] of Object.entries(refusals)) {
    it(`refuses ${line}`, () => {
      assert.throws(() => parseArguments(line.split(" ")), { message });
    });
  }
});
