import { chmodSync, cpSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { packFolder, packedPaths } from "../../archive.ts";
import { keyOf } from "../../cache.ts";
import type { Image, Layer } from "../../oci.ts";
import { cachedLayer, unpackLayers } from "../layers.ts";

/** What a COPY copies, and where to. */
export interface Copy {
  readonly sources: readonly string[];
  /** Absolute. It is a folder when it ends with a slash. */
  readonly destination: string;
  /** Default: that of each file. */
  readonly mode?: number;
}

/** What copying files of a folder adds to an image. */
export async function copyLayer(folder: string, copy: Copy): Promise<Layer> {
  const content = packedPaths(folder, copy.sources);
  return cachedLayer("copy", keyOf(content, JSON.stringify(copy)), (archive, work) => {
    copyInto(work, folder, copy);
    packFolder(archive, work);
  });
}

/** What copying files of another image adds to an image. */
export async function copyLayerFrom({ layers }: Image, copy: Copy): Promise<Layer> {
  const digests = layers.map(({ digest }) => digest);
  const key = keyOf(JSON.stringify([digests, copy]));
  return cachedLayer("copy", key, (archive, work) => {
    const [from, root] = [join(work, "from"), join(work, "root")];
    for (const each of [from, root]) mkdirSync(each);
    unpackLayers(layers, from);
    copyInto(root, from, copy);
    packFolder(archive, root);
  });
}

function copyInto(root: string, folder: string, { sources, destination, mode }: Copy): void {
  for (const source of sources) {
    const from = join(folder, source);
    // Of a folder, its content is copied.
    const into = destination.endsWith("/") && !statSync(from).isDirectory();
    const to = join(root, destination, into ? basename(source) : "");
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    if (mode !== undefined) chmodSync(to, mode);
  }
}
