import type { Deployment, ReplicaSet } from "../kubernetes/objects.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { StatusError, ask } from "../kubernetes/request.ts";
import type { Live } from "./decide.ts";

/** A workload as it is now; undefined where there is none. */
export async function liveWorkload(
  connection: Connection,
  namespace: string,
  name: string,
): Promise<Live | undefined> {
  const path = `/apis/apps/v1/namespaces/${namespace}`;
  try {
    const deployment = await ask<Deployment>(connection, { path: `${path}/deployments/${name}` });
    const { items } = await ask<{ readonly items: readonly ReplicaSet[] }>(connection, {
      path: `${path}/replicasets`,
    });
    return { deployment, replicaSets: items };
  } catch (error) {
    if (error instanceof StatusError && error.status === 404) return undefined;
    throw error;
  }
}
