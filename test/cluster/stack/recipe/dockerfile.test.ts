import assert from "node:assert/strict";
import { assignments, expand, parseDockerfile } from "./dockerfile.ts";

describe("recipes", () => {
  it("are read stage by stage, with comments left out and lines joined", () => {
    const text = `
# A comment.
ARG BASE=debian:bookworm-slim

FROM \${BASE} AS tools
RUN apt-get update \\
 # why
 && apt-get install --yes tool

FROM tools AS final
COPY --chmod=0755 --from=tools a b /usr/local/bin/
ENTRYPOINT ["tool", "--fast"]
`;
    assert.deepEqual(parseDockerfile(text), [
      {
        name: "tools",
        base: "debian:bookworm-slim",
        instructions: [
          {
            keyword: "RUN",
            flags: {},
            text: "apt-get update  && apt-get install --yes tool",
          },
        ],
      },
      {
        name: "final",
        base: "tools",
        instructions: [
          {
            keyword: "COPY",
            flags: { chmod: "0755", from: "tools" },
            text: "a b /usr/local/bin/",
          },
          { keyword: "ENTRYPOINT", flags: {}, text: '["tool", "--fast"]' },
        ],
      },
    ]);
  });

  it("must name their stages", () => {
    assert.throws(() => parseDockerfile("FROM debian:bookworm-slim\n"), /needs a name/);
  });

  it("use variables in braces or without", () => {
    const variables = { PATH: "/bin", A: "a" };
    assert.equal(expand("/opt:$PATH:${A}${B}", variables), "/opt:/bin:a");
    assert.deepEqual(assignments("PATH=/opt:$PATH  B=${A}=1 C=", variables), {
      PATH: "/opt:/bin",
      B: "a=1",
      C: "",
    });
    assert.deepEqual(assignments("RELEASE", variables), {});
  });
});
