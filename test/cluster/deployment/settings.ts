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

/** For tests that do more with the cluster than deploy: how fast it answers meanwhile says nothing about a release. */
export const slowAnswers: Setting = {
  path: ["taskflow:monitoring", "slo", "latencyMilliseconds"],
  value: 60_000,
};
