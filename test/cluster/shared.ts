import { Cluster } from "./cluster.ts";

/** Whether the cluster was there before the tests; undefined while they have none. */
let wasUp: boolean | undefined;

/** The cluster of the tests that leave nothing in it: the first of them brings it up, unless there is one already. */
export async function sharedCluster(): Promise<Cluster> {
  wasUp ??= Cluster.running() !== undefined;
  return Cluster.up();
}

/** Takes it down, unless it was there before: for a test that needs one of its own. */
export async function endSharedCluster(): Promise<void> {
  const ours = wasUp === false;
  wasUp = undefined;
  if (ours) await Cluster.down();
}

// A hook of the root: it runs once, after the last file that was loaded.
after(endSharedCluster);
