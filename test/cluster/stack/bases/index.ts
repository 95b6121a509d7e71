import type { Image } from "../../oci.ts";
import { debian } from "./debian.ts";
import { node } from "./node.ts";

/** What stands here for an image of a public registry. */
export async function publicBase(reference: string): Promise<Image> {
  const [, suite] = /^debian:([a-z]+)-slim$/.exec(reference) ?? [];
  if (suite !== undefined) return debian(suite);
  const [, version = "", nodeSuite] = /^node:([\d.]+)-([a-z]+)-slim$/.exec(reference) ?? [];
  if (nodeSuite !== undefined) return node(version, await debian(nodeSuite));
  throw new Error(
    `${reference} is neither a stage of the recipe nor an image that can be made here`,
  );
}
