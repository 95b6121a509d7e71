import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { packFolder } from "../../archive.ts";
import { keyOf } from "../../cache.ts";
import type { Image } from "../../oci.ts";
import { execute } from "../execute.ts";
import { cachedLayer } from "../layers.ts";

/** What `node:VERSION-SUITE-slim` is: Debian with the Node that this repository pins, and the npm of this machine. */
export async function node(version: string, debian: Image): Promise<Image> {
  const program = dirname(createRequire(import.meta.url).resolve("node/package.json"));
  const pinned = versionOf(program);
  if (pinned !== version) throw new Error(`Node ${version} is asked for, but ${pinned} is pinned`);
  const npm = join(dirname(await npmProgram()), "..");
  const key = keyOf(JSON.stringify([version, versionOf(npm)]));
  const layer = await cachedLayer("node", key, (archive, work) => {
    const bin = join(work, "usr/local/bin");
    mkdirSync(bin, { recursive: true });
    cpSync(join(program, "bin/node"), join(bin, "node"));
    cpSync(npm, join(work, "usr/local/lib/node_modules/npm"), { recursive: true });
    symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(bin, "npm"));
    packFolder(archive, work);
  });
  return { ...debian, layers: [...debian.layers, layer] };
}

async function npmProgram(): Promise<string> {
  const found = await execute(["sh", "-c", "command -v npm"]);
  return realpathSync(found.trim());
}

function versionOf(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
