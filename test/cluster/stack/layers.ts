import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { packPaths, unpack } from "../archive.ts";
import { cached } from "../cache.ts";
import { type Layer, layerOf } from "../oci.ts";
import { type Difference, survey } from "./recipe/tree.ts";

/** What a layer calls something that it removes, by the image specification. */
const WHITEOUT = ".wh.";

/** Files below these are of the machine, or others each time that the same packages are installed. */
const TRANSIENT = /^(?:dev|var\/log|var\/cache\/(?:apt|ldconfig)|var\/lib\/apt\/lists)\//;

/** The files of a layer that has been made before, or is now: into the archive, with a folder to work in. */
export async function cachedLayer(
  name: string,
  key: string,
  make: (archive: string, work: string) => void | Promise<void>,
): Promise<Layer> {
  const folder = await cached(`layer-${name}`, key, async (unfinished) => {
    const archive = join(unfinished, "layer.tar");
    const work = join(unfinished, "work");
    mkdirSync(work);
    await make(archive, work);
    rmSync(work, { recursive: true, force: true });
    const { digest, size } = layerOf(archive);
    writeFileSync(join(unfinished, "layer.json"), JSON.stringify({ digest, size }));
  });
  const description = readFileSync(join(folder, "layer.json"), "utf8");
  const described = JSON.parse(description) as Omit<Layer, "archive">;
  return { ...described, archive: join(folder, "layer.tar") };
}

/** Makes of a folder what the layers are, one over the other. */
export function unpackLayers(layers: readonly Layer[], root: string): void {
  for (const { archive } of layers) {
    unpack(archive, root);
    removeWhiteouts(root);
  }
}

function removeWhiteouts(root: string): void {
  for (const path of survey(root).keys()) {
    if (!basename(path).startsWith(WHITEOUT)) continue;
    rmSync(join(root, path));
    const removed = join(dirname(path), basename(path).slice(WHITEOUT.length));
    rmSync(join(root, removed), { recursive: true, force: true });
  }
}

/** Packs all of a root. */
export function packRoot(archive: string, root: string): void {
  packLasting(archive, root, [...survey(root).keys()]);
}

/** Packs what has become different in a root. */
export function packDifference(archive: string, root: string, difference: Difference): void {
  const whiteouts = difference.removed.map((path) =>
    join(dirname(path), `${WHITEOUT}${basename(path)}`),
  );
  for (const path of whiteouts) writeFileSync(join(root, path), "");
  packLasting(archive, root, [...difference.changed, ...whiteouts]);
}

function packLasting(archive: string, root: string, paths: readonly string[]): void {
  const lasting = paths.filter((path) => !TRANSIENT.test(path) || isFolder(join(root, path)));
  packPaths(archive, root, lasting.sort());
}

function isFolder(path: string): boolean {
  return lstatSync(path).isDirectory();
}
