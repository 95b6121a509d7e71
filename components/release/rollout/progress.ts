import type { Deployment } from "../kubernetes/objects.ts";

/** How far a rollout is. */
export type Progress =
  | { readonly state: "complete" }
  | { readonly state: "waiting"; readonly for: string }
  | { readonly state: "failed"; readonly why: string };

/** Judges a rollout. Source: `DeploymentStatusViewer` of kubectl, which `kubectl rollout status` asks. */
export function progressOf({ metadata, spec, status }: Deployment): Progress {
  if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0)) {
    return { state: "waiting", for: "its controller to see the change" };
  }
  const late = status?.conditions?.find(({ type }) => type === "Progressing");
  if (late?.reason === "ProgressDeadlineExceeded") {
    return { state: "failed", why: late.message ?? "its deadline has passed" };
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const wanted = spec?.replicas ?? 1;
  if (updatedReplicas < wanted) {
    return { state: "waiting", for: `${wanted - updatedReplicas} of ${wanted} pods to be made` };
  }
  if (replicas > updatedReplicas) {
    return { state: "waiting", for: `${replicas - updatedReplicas} old pods to end` };
  }
  if (availableReplicas < updatedReplicas) {
    const missing = updatedReplicas - availableReplicas;
    return { state: "waiting", for: `${missing} of ${updatedReplicas} pods to be available` };
  }
  return { state: "complete" };
}
