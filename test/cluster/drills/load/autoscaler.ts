import type { Cluster } from "../../cluster.ts";

/** Resolves when the backend's autoscaler has seen as many replicas run. */
export async function untilReplicas(cluster: Cluster, replicas: number): Promise<void> {
  const seen = `--for=jsonpath={.status.currentReplicas}=${replicas}`;
  const autoscaler = ["hpa/backend", "--namespace=taskflow"];
  await cluster.kubectl(["wait", ...autoscaler, seen, "--timeout=300s"]);
}
