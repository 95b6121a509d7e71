import type { Graph } from "./graph.ts";
import { type PlacedPod, podsOf } from "./index-pods.ts";

/** Workloads whose images a release brings, by their `app` label. */
export const RELEASED: readonly string[] = ["backend", "frontend"];

/** The Deployments of the release. */
export function releaseWorkloads(graph: Graph): PlacedPod[] {
  const pods = podsOf(graph);
  pods.certain();
  return pods.all.filter(
    ({ resource, labels }) =>
      resource.inputs["kind"] === "Deployment" && RELEASED.includes(labels.get("app") ?? ""),
  );
}
