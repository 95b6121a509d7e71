import type { FoundationArgs } from "../components/foundation/foundation.ts";
import type { NamespaceDefaults } from "../components/foundation/namespace.ts";
import type { Platform } from "../components/kubernetes/platform.ts";
import type { Settings } from "../infra/config/index.ts";
import { sizes } from "./sizes.ts";

/** The namespaces of the stack, by the keys that the wiring uses. */
export type NamespaceKey = "application" | "monitoring" | "agents";

/** Whether the engine refuses to delete what holds data. A stack on one machine is there to be thrown away. */
export function protect({ environment }: Settings): boolean {
  return environment !== "local";
}

/** What all namespaces have in common. */
export function namespaceDefaults(settings: Settings, platform: Platform): NamespaceDefaults {
  return {
    platform,
    podSecurityVersion: settings.cluster.podSecurityVersion,
    protect: protect(settings),
  };
}

export function foundationArgs(
  settings: Settings,
  platform: Platform,
): FoundationArgs<NamespaceKey> {
  const { namespaces, quota } = settings.cluster;
  const { monitoring, agents } = sizes(settings);
  return {
    ...namespaceDefaults(settings, platform),
    namespaces: {
      application: {
        name: namespaces.application,
        podSecurity: "restricted",
        quota: {
          // What is limited is granted: requests may fill it too.
          cpu: { request: quota.cpu, limit: quota.cpu },
          memory: { request: quota.memory, limit: quota.memory },
          ephemeralStorage: { request: quota.ephemeralStorage, limit: quota.ephemeralStorage },
          pods: quota.pods,
          claims: quota.claims,
          storage: quota.storage,
          largestContainer: { cpu: quota.cpu, memory: quota.memory },
        },
      },
      monitoring: { name: namespaces.monitoring, podSecurity: "restricted", quota: monitoring },
      // Node exporter and log collector read their host's files, which "baseline" forbids too.
      agents: { name: namespaces.agents, podSecurity: "privileged", quota: agents },
    },
  };
}
