import { at } from "./graph.ts";
import { podPath, type Container, type Pod, containersOf } from "./workloads.ts";
import { eachIn } from "./each.ts";

/** A reference to an image, taken apart. */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  /** With its algorithm: `sha256:…`. */
  readonly digest?: string;
}

export function imageReference(reference: string): ImageReference {
  const [named = "", digest] = reference.split("@", 2);
  // A colon before the last slash is that of the registry's port.
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  return {
    repository: colon < 0 ? named : named.slice(0, colon),
    ...(colon >= 0 && { tag: named.slice(colon + 1) }),
    ...(digest !== undefined && { digest }),
  };
}

/** Whether it is a digest that names one content for ever. */
export function isDigest(digest: string | undefined): boolean {
  return digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest);
}

/** A field that refers to an image, and the one that says when it is pulled. */
export interface ImageField {
  readonly path: string;
  readonly read: () => unknown;
  readonly policyPath: string;
  readonly readPolicy: () => unknown;
}

/** Asks about every image of a pod: containers of all kinds, and volumes that are images. */
export function* eachImage<F>(pod: Pod, ask: (image: ImageField) => Iterable<F>): Generator<F> {
  const containers = containersOf(pod);
  const volumes = podPath(pod, "spec", "volumes");
  yield* eachIn(containers, "", (container) => ask(ofContainer(container as Container)));
  yield* eachIn(at(pod.spec, "volumes"), volumes, function* (volume, path) {
    const image = at(volume, "image");
    if (image === undefined || image === null) return;
    yield* ask({
      path: `${path}.image.reference`,
      read: () => at(image, "reference"),
      policyPath: `${path}.image.pullPolicy`,
      readPolicy: () => at(image, "pullPolicy"),
    });
  });
}

function ofContainer({ path, value }: Container): ImageField {
  return {
    path: `${path}.image`,
    read: () => at(value, "image"),
    policyPath: `${path}.imagePullPolicy`,
    readPolicy: () => at(value, "imagePullPolicy"),
  };
}
