import type { Cluster } from "../../cluster.ts";
import { NODE } from "../../layout.ts";

const APPS = ["backend", "frontend"] as const;

/**
 * Drains the node of the site's pods, as its owner does before maintenance. There is no other node to go to, so it takes
 * new ones as soon as the budgets let no further pod go.
 *
 * @returns what kubectl has said.
 */
export async function drain(cluster: Cluster): Promise<string> {
  const pods = `--pod-selector=app in (${APPS.join(",")})`;
  const options = [pods, "--delete-emptydir-data", "--timeout=300s"];
  const drained = cluster.sandbox.try(["kubectl", "drain", NODE, ...options], {
    env: cluster.environment,
  });
  const spent = ["--for=jsonpath={.status.disruptionsAllowed}=0", "--timeout=60s"];
  const budgets = APPS.map((app) => `pdb/${app}`);
  await cluster.kubectl(["wait", ...budgets, "--namespace=taskflow", ...spent]);
  await cluster.kubectl(["uncordon", NODE]);
  const { status, stdout, stderr } = await drained;
  if (status !== 0) throw new Error(stderr);
  return `${stdout}${stderr}`;
}
