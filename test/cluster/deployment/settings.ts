import { NETWORK } from "../layout.ts";
import type { Setting } from "./project.ts";

/** Where the cluster is, which a stack for Docker does not know. */
export function clusterSettings(): Setting[] {
  const node = `${NETWORK.node}/32`;
  return [
    { path: ["taskflow:cluster", "apiServer", "ranges"], value: [node] },
    { path: ["taskflow:cluster", "nodeRanges"], value: [node] },
  ];
}
