import type { Addon } from "./addon.ts";
import { api } from "./api.ts";
import { certManager } from "./cert-manager.ts";
import { certificates } from "./certificates.ts";
import { dns } from "./dns.ts";
import { edge } from "./edge.ts";
import { metrics } from "./metrics.ts";
import { networkPolicies } from "./network-policies.ts";
import { storage } from "./storage.ts";

export type { Part } from "./addon.ts";
export { volumeFolders } from "./storage.ts";

/** Applied at once, and waited for in this order. */
export const addons: readonly Addon[] = [
  ...[api, networkPolicies, storage, dns, certManager, edge, metrics],
];

/** Applied when those are ready. */
export const resources: readonly Addon[] = [certificates];
