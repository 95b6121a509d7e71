import { sentenceOf } from "../evidence/words.ts";
import type { Refusal } from "../gates/gate.ts";
import { loginFor } from "./login.ts";
import { parseReference } from "./reference.ts";
import { Registry } from "./registry.ts";

/** Items of the checklist that the registry decides. */
export const REGISTRY_ITEMS = ["step1.4", "step1.5"] as const;

/**
 * Whether each image is in its registry, and its tag means it.
 *
 * @param images by tag and digest.
 * @param dockerConfig what `docker login` writes. Absent where everybody may read.
 */
export async function examineImages(
  images: readonly string[],
  dockerConfig: string | undefined,
): Promise<Refusal[]> {
  const refusals = await Promise.all(images.map((image) => examine(image, dockerConfig)));
  return refusals.flat();
}

async function examine(image: string, dockerConfig: string | undefined): Promise<Refusal[]> {
  const { registry: host, repository, tag, digest } = parseReference(image);
  const name = `${host}/${repository}`;
  try {
    const login = dockerConfig === undefined ? undefined : loginFor(host, dockerConfig);
    const registry = new Registry(host, login);
    if ((await registry.digestOf(repository, digest)) !== digest) {
      return [
        {
          item: "step1.4",
          problem: `There is no ${name}@${digest}.`,
          fix: "Push the image, or correct its digest in the configuration.",
        },
      ];
    }
    const tagged = await registry.digestOf(repository, tag);
    if (tagged === digest) return [];
    return [
      {
        item: "step1.5",
        problem:
          tagged === undefined
            ? `${name} has no tag ${tag}.`
            : `${name}:${tag} is ${tagged} instead of ${digest}.`,
        fix: "Tag the image that was tested with its version, and never move a tag.",
      },
    ];
  } catch (error) {
    return [
      {
        item: "step1.4",
        problem: `${name} cannot be asked: ${sentenceOf(error)}`,
        fix: "See whether the registry can be reached from here, and whether images.pull and its password are right.",
      },
    ];
  }
}
