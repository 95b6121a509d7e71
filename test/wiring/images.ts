import { containersOf, podTemplatesOf } from "../support/pods.ts";
import type { Check } from "./problem.ts";

const BY_DIGEST = /^[a-z0-9.:-]+(?:\/[a-z0-9._-]+)+:[\w][\w.-]{0,127}@sha256:[0-9a-f]{64}$/;

/** What was built on this machine has no digest, since no registry has given it one. */
const BUILT_HERE = /^registry\.localhost(?::\d+)?\//;

/** Every image is named by tag, for people, and by digest, for the machine. */
export const images: Check = (document) =>
  podTemplatesOf(document).flatMap((pod) =>
    containersOf(pod)
      .filter(({ image }) => !BY_DIGEST.test(image) && !BUILT_HERE.test(image))
      .map(({ name, image }) => ({
        urn: pod.owner.urn,
        message: `${name} runs ${image}, which is not registry/repository:tag@sha256:digest`,
      })),
  );
