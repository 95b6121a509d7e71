import type { Image } from "../../oci.ts";
import { debian } from "./debian.ts";
import { node } from "./node.ts";

const known = new Map<string, Promise<Image>>();

/** What stands here for an image of a public registry. Asked about again, it is the one of before. */
export function publicBase(reference: string): Promise<Image> {
  const image = known.get(reference) ?? make(reference);
  known.set(reference, image);
  return image;
}

async function make(reference: string): Promise<Image> {
  const [, suite] = /^debian:([a-z]+)-slim$/.exec(reference) ?? [];
  if (suite !== undefined) return debian(suite);
  const [, version = "", nodeSuite] = /^node:([\d.]+)-([a-z]+)-slim$/.exec(reference) ?? [];
  if (nodeSuite !== undefined) return node(version, await publicBase(`debian:${nodeSuite}-slim`));
  throw new Error(
    `${reference} is neither a stage of the recipe nor an image that can be made here`,
  );
}
