import { NETWORK } from "../layout.ts";

/** One setting of a stack that is another on this cluster. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Where the cluster is, which a stack for Docker does not know. */
export function clusterSettings(): Setting[] {
  const node = `${NETWORK.node}/32`;
  return [
    { path: ["taskflow:cluster", "apiServer", "ranges"], value: [node] },
    { path: ["taskflow:cluster", "nodeRanges"], value: [node] },
  ];
}
