import type { Deployment, ReplicaSet } from "../kubernetes/objects.ts";
import { TEMPLATE_HASH } from "../../web/template-hash.ts";

/** What a Deployment ran at one moment: where it can be taken back to. */
export interface Serving {
  /** Name of the ReplicaSet. */
  readonly replicaSet: string;
  /** Number by which `kubectl rollout history` lists it. */
  readonly revision: string;
  /** Label of its pods. */
  readonly podTemplateHash: string;
  /** `app.kubernetes.io/version` of its pods; absent where somebody else has made them. */
  readonly version?: string;
  /** Images by container. */
  readonly images: Readonly<Record<string, string>>;
}

/** Where the Deployment's controller counts. */
const REVISION = "deployment.kubernetes.io/revision";

/** Label by which the controller tells the pods of one ReplicaSet from those of another. */
export const POD_TEMPLATE_HASH = "pod-template-hash";

/** The ReplicaSets of a Deployment, of those in its namespace. */
export function ownedBy(
  { metadata }: Deployment,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet[] {
  return replicaSets.filter(({ metadata: { ownerReferences = [] } = {} }) =>
    ownerReferences.some(({ uid, controller }) => controller === true && uid === metadata?.uid),
  );
}

/** The ReplicaSet of the template that the Deployment has now. */
export function currentOf(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const revision = revisionOf(deployment);
  return ownedBy(deployment, replicaSets).find((each) => revisionOf(each) === revision);
}

/**
 * What answers requests: the ReplicaSet with most of the pods that are available. In the middle of a rollout that is not
 * the newest one, and a release that never became available has served nobody.
 */
export function servingOf(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): Serving | undefined {
  const [most] = ownedBy(deployment, replicaSets)
    .filter((each) => available(each) > 0)
    .sort((a, b) => available(b) - available(a) || Number(revisionOf(a)) - Number(revisionOf(b)));
  return most && described(most);
}

/** A ReplicaSet as it is recorded. */
export function described(replicaSet: ReplicaSet): Serving {
  const { metadata, spec } = replicaSet;
  const labels = spec?.template?.metadata?.labels ?? {};
  const version = labels["app.kubernetes.io/version"];
  const containers = spec?.template?.spec?.containers ?? [];
  return {
    replicaSet: metadata?.name ?? "",
    revision: revisionOf(replicaSet),
    podTemplateHash: labels[POD_TEMPLATE_HASH] ?? "",
    ...(version !== undefined && { version }),
    images: Object.fromEntries(containers.map(({ name, image = "" }) => [name, image])),
  };
}

/** The hash that the template was declared with; absent where somebody else has made it. */
export function templateHashOf({
  spec,
}: Pick<Deployment, "spec"> | Pick<ReplicaSet, "spec">): string | undefined {
  return spec?.template?.metadata?.annotations?.[TEMPLATE_HASH];
}

/** Images of its containers. */
export function imagesOf({ spec }: Pick<Deployment, "spec"> | Pick<ReplicaSet, "spec">): string[] {
  return (spec?.template?.spec?.containers ?? []).flatMap(({ image }) => image ?? []);
}

function revisionOf({ metadata }: Deployment | ReplicaSet): string {
  return metadata?.annotations?.[REVISION] ?? "";
}

function available({ status }: ReplicaSet): number {
  return status?.availableReplicas ?? 0;
}
