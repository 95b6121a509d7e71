import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Image } from "../../oci.ts";
import { buildTarget } from "./build.ts";

const BASE: Image = { layers: [], settings: { env: { PATH: "/bin" } } };

describe("a recipe", () => {
  const { XDG_CACHE_HOME } = process.env;
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "taskflow-recipe-"));
    process.env["XDG_CACHE_HOME"] = join(folder, "cache");
    mkdirSync(join(folder, "lib/deep"), { recursive: true });
    writeFileSync(join(folder, "lib/deep/part"), "part", { mode: 0o640 });
    writeFileSync(join(folder, "program"), "program", { mode: 0o644 });
  });

  after(() => {
    if (XDG_CACHE_HOME === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = XDG_CACHE_HOME;
    rmSync(folder, { recursive: true });
  });

  const build = (text: string, args: Record<string, string> = {}) => {
    writeFileSync(join(folder, "Dockerfile"), text);
    const base = (reference: string) =>
      reference === "base" ? Promise.resolve(BASE) : Promise.reject(new Error(reference));
    return buildTarget({ folder, base, args }, "target");
  };
  const files = ({ layers }: Image) =>
    layers.map(({ archive }) =>
      execFileSync("tar", ["--list", "--verbose", "--file", archive], { encoding: "utf8" })
        .split("\n")
        .filter((line) => line.startsWith("-"))
        .map((line) => line.replace(/^(\S+) (\S+) .* (\S+)$/, "$1 $2 $3")),
    );

  it("copies files into folders, and what is in folders", async () => {
    const image = await build(`
FROM base AS target
WORKDIR /app
COPY lib /usr/lib/own
COPY --chmod=0755 program /usr/bin/
COPY program ./renamed
`);
    assert.deepEqual(files(image), [
      ["-rw-r----- 0/0 ./usr/lib/own/deep/part"],
      ["-rwxr-xr-x 0/0 ./usr/bin/program"],
      ["-rw-r--r-- 0/0 ./app/renamed"],
    ]);
  });

  it("copies from other stages", async () => {
    const image = await build(`
FROM base AS other
COPY lib /lib

FROM base AS target
COPY --from=other /lib/deep /parts
`);
    assert.deepEqual(files(image), [["-rw-r----- 0/0 ./parts/part"]]);
  });

  it("settles how a container starts, with what it is given", async () => {
    const text = `
FROM base AS target
ARG RELEASE=none
ARG UNUSED
ENV PATH=/opt:$PATH RELEASE=\${RELEASE}
WORKDIR /app
USER 10001:10001
STOPSIGNAL SIGQUIT
ENTRYPOINT ["program", "--now"]
`;
    const settings = {
      env: { PATH: "/opt:/bin", RELEASE: "v1.0.0" },
      workdir: "/app",
      user: "10001:10001",
      stopSignal: "SIGQUIT",
      entrypoint: ["program", "--now"],
    };
    assert.deepEqual((await build(text, { RELEASE: "v1.0.0" })).settings, settings);
    assert.equal((await build(text)).settings.env["RELEASE"], "none");
  });

  it("is refused for what is not understood", async () => {
    await assert.rejects(build("FROM base AS target\nADD a b\n"), /ADD is not understood/);
    await assert.rejects(build("FROM elsewhere AS target\n"), /elsewhere/);
  });
});
