import type { Deployment, ReplicaSet } from "../kubernetes/objects.ts";
import { type Serving, currentOf, imagesOf, ownedBy, templateHashOf } from "./serving.ts";

/** A workload as the cluster has it. */
export interface Live {
  readonly deployment: Deployment;
  /** Of its namespace. */
  readonly replicaSets: readonly ReplicaSet[];
}

/** What the pods of a workload are declared to be. */
export interface Declared {
  readonly templateHash: string;
  /** One of the pod's images. A hash stays where somebody changes an image by hand. */
  readonly image: string;
}

/** What to do so that what is declared is what runs. */
export type Forward =
  | { readonly step: "none" }
  | { readonly step: "roll"; readonly to: ReplicaSet }
  /** Its template is another one, and no ReplicaSet has the declared one any more. */
  | { readonly step: "lost" };

/** What to do with a workload of a release that has failed. */
export type Back =
  /** This update has not changed its pods. */
  | { readonly step: "unchanged" }
  | { readonly step: "roll"; readonly to: ReplicaSet }
  /** Nothing served before. */
  | { readonly step: "first" }
  /** What served before is gone. */
  | { readonly step: "gone"; readonly serving: Serving };

/**
 * An update that failed its smoke test has left the workload at the version before, where the engine still sees the
 * declared one: the next update changes nothing, so the way forward is found here.
 */
export function forward({ deployment, replicaSets }: Live, declared: Declared): Forward {
  if (isDeclared(deployment, declared)) return { step: "none" };
  const to = ownedBy(deployment, replicaSets).find((each) => isDeclared(each, declared));
  return to ? { step: "roll", to } : { step: "lost" };
}

/** @param before what served before the update. */
export function back({ deployment, replicaSets }: Live, before: Serving | undefined): Back {
  if (!before) return { step: "first" };
  const current = currentOf(deployment, replicaSets);
  if (current?.metadata?.name === before.replicaSet) return { step: "unchanged" };
  const to = ownedBy(deployment, replicaSets).find(
    ({ metadata }) => metadata?.name === before.replicaSet,
  );
  return to ? { step: "roll", to } : { step: "gone", serving: before };
}

function isDeclared(
  template: Pick<Deployment, "spec"> | Pick<ReplicaSet, "spec">,
  { templateHash, image }: Declared,
): boolean {
  return templateHashOf(template) === templateHash && imagesOf(template).includes(image);
}
